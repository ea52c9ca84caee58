/**
 * A certificate that localhost made for itself, with its key. Only tests use it, and no machine trusts it: that is
 * what they show. It ends in 2126.
 */
export const localhostCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgb93Z2b5ucDEeHfZr
QnpWkBtWBp/y8QG8d7IIXtDebouhRANCAASACVHjYsRHWSTPEjWl+/XcxMNXxE/O
C1EYysjOA1Wg8dUsBGFDns50t195e/3BmdhvzDFF3g2LETkwY6bg1oiR
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUDQHRYKxcRMpOcGDDjzMtyvJaFyUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAwMzQyN1oYDzIxMjYxMDMw
MDAzNDI3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASACVHjYsRHWSTPEjWl+/XcxMNXxE/OC1EYysjOA1Wg8dUsBGFDns50
t195e/3BmdhvzDFF3g2LETkwY6bg1oiRo28wbTAdBgNVHQ4EFgQUpDpZ6Aqe9pDI
iSiqGL+ZhK6tejMwHwYDVR0jBBgwFoAUpDpZ6Aqe9pDIiSiqGL+ZhK6tejMwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAPCcGqn/Da6bqJ2vQwrgVdFblaORDekJtSv8AYKkVo8fAiEA
6R3uCptmtRTxZymYLoypKQji1phdWltMTHJnWp4FbB0=
-----END CERTIFICATE-----`,
};
