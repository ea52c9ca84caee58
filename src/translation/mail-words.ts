// How mail programs begin what they quote, in the languages of the bot: compared without case and accents.

/** In the line above a quoted mail, beside a date or an address: "On Monday, 5 May 2025 Ana <ana@...> wrote:". */
export const wroteWords: readonly string[] = [
  'wrote',
  'schrieb',
  'escribio',
  'va escriure',
  'ha escrit',
  'a ecrit',
  'ha scritto',
  'scritto',
  'schreef',
  'geschreven',
  'escreveu',
  'escribiu',
  'idatzi du',
  'skrev',
  'kirjoitti',
  'napisal',
  'pisze',
  'napsal',
  'a scris',
  'irta',
  'yazdi',
  'εγραψε',
  'пишет',
  'написал',
  'написав',
  'пише',
  'menulis',
  'เขียน',
  'كتب',
  'のメッセージ',
  '書きました',
  '写道',
  '寫道',
  '작성',
];

/** Names of the lines above a forwarded or answered mail; the first one names the sender. */
export const senderNames: readonly string[] = [
  'from',
  'von',
  'de',
  'da',
  'van',
  'fra',
  'fran',
  'od',
  'nork',
  'felado',
  'kimden',
  'lahettaja',
  'от',
  'від',
  'απο',
  'dari',
  'من',
  'จาก',
  '差出人',
  '发件人',
  '寄件者',
  '보낸사람',
  '보낸 사람',
];

export const headerNames: readonly string[] = [
  ...['sent', 'date', 'to', 'subject', 'cc'],
  ...['gesendet', 'datum', 'an', 'betreff'],
  ...['enviado', 'enviado el', 'fecha', 'para', 'asunto', 'assumpte', 'data', 'per a', 'a', 'assunto', 'enviada em'],
  ...['envoye', 'objet', 'inviato', 'oggetto', 'verzonden', 'aan', 'onderwerp'],
  ...['sendt', 'til', 'emne', 'skickat', 'till', 'amne', 'lahetetty', 'vastaanottaja', 'aihe', 'paivamaara'],
  ...['wyslano', 'do', 'temat', 'odeslano', 'komu', 'predmet', 'trimis', 'catre', 'subiect', 'elkuldve', 'cimzett'],
  ...['targy', 'gonderildi', 'gonderme', 'kime', 'konu', 'tarih', 'noiz', 'nori', 'gaia', 'dikirim', 'kepada'],
  ...['отправлено', 'дата', 'кому', 'тема', 'надіслано', 'σταλθηκε', 'ημερομηνια', 'προς', 'θεμα'],
  ...['تاريخ', 'إلى', 'الى', 'الموضوع', 'ส่ง', 'ถึง', 'เรื่อง', 'วันที่'],
  ...['送信日時', '日付', '宛先', '件名', '发送时间', '日期', '收件人', '主题', '寄件日期', '收件者', '主旨'],
  ...['보낸 날짜', '날짜', '받는사람', '받는 사람', '제목'],
];

/** How telephones and programs sign for their owners: a line that begins so, or (the second list) ends so. */
export const signedBeginnings: readonly string[] = [
  ...['sent from', 'sent via', 'get outlook for', 'gesendet von', 'von meinem', 'enviado desde', 'enviat des'],
  ...['envoye de', 'envoye depuis', 'envoye a partir', 'telecharger outlook', 'inviato da', 'verzonden vanaf'],
  ...['verstuurd vanaf', 'verzonden met', 'enviado do', 'enviado a partir', 'sendt fra', 'skickat fran', 'lahetetty'],
  ...['wyslane z', 'wyslano z', 'odeslano z', 'trimis de pe', 'kuldve', 'dikirim dari', 'bidalia nire', 'nire iphone'],
  ...['отправлено с', 'отправлено из', 'надіслано з', 'σταλθηκε απο', 'أرسلت من', 'مرسل من', 'ส่งจาก', '发自', '傳送自'],
];
export const signedEndings: readonly string[] = ['gesendet', 'gonderildi', 'から送信', '에서 보냄', 'bidalia'];

/** Words that end a letter, alone in their line. */
export const closings: ReadonlySet<string> = new Set([
  ...['regards', 'best regards', 'kind regards', 'warm regards', 'best', 'best wishes', 'all the best', 'cheers'],
  ...['sincerely', 'sincerely yours', 'yours sincerely', 'yours faithfully', 'yours truly', 'many thanks and regards'],
  ...['mit freundlichen grussen', 'mit freundlichem gruss', 'freundliche grusse', 'viele grusse', 'liebe grusse'],
  ...['beste grusse', 'herzliche grusse', 'schone grusse', 'gruss', 'grusse', 'mfg', 'vg', 'lg'],
  ...['saludos', 'un saludo', 'saludos cordiales', 'un cordial saludo', 'atentamente', 'salutacions', 'atentament'],
  ...[
    'cordialement',
    'bien cordialement',
    'bien a vous',
    'salutations',
    'cordiali saluti',
    'distinti saluti',
    'saluti',
  ],
  ...['met vriendelijke groet', 'met vriendelijke groeten', 'vriendelijke groeten', 'groeten', 'groetjes', 'mvg'],
  ...['cumprimentos', 'com os melhores cumprimentos', 'atenciosamente', 'abracos', 'saudos', 'agur', 'agur bero bat'],
  ...['med vanliga halsningar', 'vanliga halsningar', 'halsningar', 'mvh', 'med venlig hilsen', 'venlig hilsen'],
  ...['med vennlig hilsen', 'vennlig hilsen', 'hilsen', 'ystavallisin terveisin', 'terveisin', 'pozdrawiam'],
  ...['z powazaniem', 's pozdravem', 's uctou', 'udvozlettel', 'cu stima', 'cu respect', 'saygilarimla', 'hormat saya'],
  ...['с уважением', 'з повагою', 'με εκτιμηση', 'مع التحية', 'تحياتي', 'ขอแสดงความนับถือ', '敬具', '此致'],
]);
