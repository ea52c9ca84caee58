import { describe, expect, test } from 'vitest';
import { mailReply } from '../../src/translation/mail-reply.ts';

const quote = '> Which one?\n> 1) City\n> 2) Gravel';

describe('above a quoted mail the text is the answer, whoever quoted it', () => {
  test.each([
    ['English', 'On Mon, May 5, 2025 at 10:12 AM Ana Gil <ana@shop.example> wrote:'],
    ['English, in two lines', 'On Mon, May 5, 2025 at 10:12 AM Ana Gil\n<ana@shop.example> wrote:'],
    ['English, quoted itself', '> On Mon, May 5, 2025 at 10:12 AM Ana Gil <ana@shop.example> wrote:'],
    ['German', 'Am Mo., 5. Mai 2025 um 10:12 Uhr schrieb Ana Gil <ana@shop.example>:'],
    ['German, of another program', 'Am 05.05.25 um 10:12 schrieb Ana Gil:'],
    ['Spanish', 'El lun, 5 may 2025 a las 10:12, Ana Gil (<ana@shop.example>) escribió:'],
    ['Catalan', 'El dl., 5 de maig 2025, 10:12, Ana Gil va escriure:'],
    ['French', 'Le lun. 5 mai 2025 à 10:12, Ana Gil <ana@shop.example> a écrit :'],
    ['French, in two lines', 'Le lun. 5 mai 2025 à 10:12, Ana Gil <ana@shop.example> a\nécrit\u00a0:'],
    ['Italian', 'Il giorno lun 5 mag 2025 alle ore 10:12 Ana Gil <ana@shop.example> ha scritto:'],
    ['Dutch', 'Op ma 5 mei 2025 om 10:12 schreef Ana Gil <ana@shop.example>:'],
    ['Portuguese', 'Em seg., 5 de mai. de 2025 às 10:12, Ana Gil <ana@shop.example> escreveu:'],
    ['Galician', 'O luns 5 maio 2025 ás 10:12, Ana Gil escribiu:'],
    ['Danish', 'Den man. 5. maj 2025 kl. 10.12 skrev Ana Gil <ana@shop.example>:'],
    ['Swedish', 'Den mån 5 maj 2025 kl 10:12 skrev Ana Gil <ana@shop.example>:'],
    ['Norwegian', 'man. 5. mai 2025 kl. 10:12 skrev Ana Gil:'],
    ['Finnish', 'ma 5. toukok. 2025 klo 10.12 Ana Gil (ana@shop.example) kirjoitti:'],
    ['Polish', 'pon., 5 maj 2025 o 10:12 Ana Gil <ana@shop.example> napisał(a):'],
    ['Czech', 'po 5. 5. 2025 v 10:12 odesílatel Ana Gil <ana@shop.example> napsal:'],
    ['Hungarian', 'Ana Gil <ana@shop.example> ezt írta (időpont: 2025. máj. 5., H, 10:12):'],
    ['Romanian', 'lun., 5 mai 2025 la 10:12, Ana Gil a scris:'],
    ['Turkish', 'Ana Gil <ana@shop.example>, 5 May 2025 Pzt, 10:12 tarihinde şunu yazdı:'],
    ['Greek', 'Στις Δευ 5 Μαΐ 2025 στις 10:12 π.μ., ο χρήστης Ana Gil έγραψε:'],
    ['Russian', 'пн, 5 мая 2025 г. в 10:12, Ana Gil <ana@shop.example>:'],
    ['Ukrainian', 'пн, 5 трав. 2025 р. о 10:12 Ana Gil пише:'],
    ['Arabic', 'في الاثنين، 5 مايو 2025 في 10:12 ص تمت كتابة ما يلي بواسطة Ana Gil <ana@shop.example>:'],
    ['Indonesian', 'Pada tanggal Sen, 5 Mei 2025 10:12, Ana Gil menulis:'],
    ['Thai', 'เมื่อ จ. 5 พ.ค. 2025 เวลา 10:12 Ana Gil เขียนว่า:'],
    ['Japanese', '2025年5月5日(月) 10:12 Ana Gil <ana@shop.example>:'],
    ['Korean', '2025년 5월 5일 (월) 오전 10:12, Ana Gil님이 작성:'],
    ['Chinese', 'Ana Gil <ana@shop.example> 于2025年5月5日周一 10:12写道：'],
    ['Basque', '2025(e)ko mai. 5(a) 10:12 igorleak (Ana Gil) hau idatzi du:'],
  ])('in %s', (_name, heading) => {
    expect(mailReply(`Gravel\n\n${heading}\n\n${quote}`)).toBe('Gravel');
    expect(mailReply(`Gravel\r\n\r\n${heading}\r\nWhich one?`)).toBe('Gravel');
    // Who writes below it is heard, too.
    expect(mailReply(`${heading.replaceAll('\n', ' ')}\n\n${quote}\n\nGravel`)).toBe('Gravel');
  });

  test.each([
    ['a line of dashes with words', '-----Original Message-----\nFrom: Ana'],
    ['the same in German', '-----Ursprüngliche Nachricht-----\nVon: Ana'],
    ['a forwarded mail', '---------- Forwarded message ---------\nFrom: Ana'],
    ['a rule', '________________________________\nFrom: Ana'],
    ['lines with names, in English', 'From: Ana <ana@shop.example>\nSent: Monday\nTo: Ben\nSubject: Which one?'],
    ['lines with names, in bold', '*From:* Ana\n*Date:* Monday'],
    ['lines with names, in French', 'De : Ana\nEnvoyé : lundi 5 mai 2025\nÀ : Ben'],
    ['lines with names, in German', 'Von: Ana\nGesendet: Montag\nAn: Ben'],
    ['lines with names, in Japanese', '差出人: Ana\n送信日時: 2025年5月5日'],
    ['lines with names, in Arabic', 'من: Ana\nإلى: Ben'],
    ['quoted lines alone', quote],
  ])('after %s', (_name, mail) => expect(mailReply(`Gravel\n\n${mail}`)).toBe('Gravel'));
});

describe('below a quoted mail the text is the answer', () => {
  const sender = 'On Mon, May 5, 2025 at 10:12 AM, Ana Gil <ana@shop.example>';
  test.each([
    ['with a heading in two lines', `${sender}\nwrote:\n> Pick\n\n2`],
    [
      'with a heading in three lines',
      `On Mon, May 5, 2025 at 10:12 AM,\nAna Gil <ana@shop.example>\nwrote:\n> Pick\n\n2`,
    ],
    ['with a French heading in two lines', 'Le lun. 5 mai 2025, Ana <ana@shop.example> a\nécrit :\n> Pick\n\n2'],
    ['with a heading in two lines, in lines of mail', `${sender}\r\nwrote:\r\n> Pick\r\n\r\n2\r\n`],
    ['with a signature right below', '> Pick\n2\n-- \nAna'],
    ['with a signature after a blank line', '> Pick\n2\n\n-- \nAna'],
    ['with a signature after blank lines, and one before', '> Pick\n\n2\n\n\nSent from my iPhone'],
  ])('%s', (_name, mail) => expect(mailReply(mail)).toBe('2'));

  test('which may be what else would be a signature', () => {
    expect(mailReply('> Pick\n\nSaludos')).toBe('Saludos');
  });
});

describe('a signature is not the answer', () => {
  test.each([
    '-- \nAna Gil\n+34 900 111 222',
    '--\nAna',
    '____\nAna',
    'Sent from my iPhone',
    'Get Outlook for iOS<https://aka.ms/o0ukef>',
    'Von meinem iPhone gesendet',
    'Enviado desde mi iPhone',
    'Envoyé de mon iPhone',
    'Inviato da iPhone',
    'Verstuurd vanaf mijn iPhone',
    'Skickat från min iPhone',
    'Wysłane z iPhone’a',
    'Отправлено с iPhone',
    'iPhoneから送信',
    '发自我的 iPhone',
    'Best regards,\nAna Gil',
    'Mit freundlichen Grüßen\nAna Gil',
    'Un saludo,\nAna',
    'Cordialement,\nAna',
    'С уважением,\nАна',
  ])('%j', (signature) => expect(mailReply(`Gravel\n\n${signature}`)).toBe('Gravel'));
});

describe('what stands in no mail is what was written', () => {
  test.each([
    'Gravel',
    '2',
    'Two lines\nof mine',
    'My order 4711:\nthe blue one',
    'Ana wrote: the blue one',
    'I saw on 5 May that he wrote to you: why?',
    'From: where do you ship?\nTo me it looks wrong',
    'Is 3 > 2?',
    'Saludos',
    'Sent from my iPhone',
    '> only quoted',
    'a\n\n\nb',
    '--',
    '',
  ])('%j', (text) => expect(mailReply(text)).toBe(text));
});
