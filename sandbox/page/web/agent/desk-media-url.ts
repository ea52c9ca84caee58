/** Where the page reads a file of a chat. */
export function deskMediaUrl(messageId: string): string {
  return `/api/page/desk-media/${encodeURIComponent(messageId)}`;
}
