import { describe, expect, it } from 'vitest';
import type { MailTemplate, MailTemplates } from '../../../src/modules/notify/mail.types.ts';
import { mailSamples } from '../../../src/modules/notify/mail-samples.ts';
import { mailTemplates, renderMail } from '../../../src/modules/notify/mail-templates/render-mail.ts';
import type { Locale } from '../../../src/wire/common.ts';
import { mailTemplate } from '../../../src/wire/mail.ts';

const locales: Locale[] = ['en', 'es'];
const cases = mailTemplates.flatMap((template) => locales.map((locale) => ({ template, locale })));
const baseUrl = 'https://tutti.example.org';

const hostile = {
  html: `<img src=x onerror="alert(1)">&amp;'"</p><script>alert(2)</script>`,
  header: 'Anna\r\nBcc: everybody@example.org\r\nSubject: bought\u2028\u0000',
  long: 'Ñ'.repeat(5_000),
  rightToLeft: 'מיכל \u202eevil\u202c علي',
  emoji: '👩‍👩‍👧‍👦'.repeat(60),
  empty: '',
};

/** The sample with every word of people replaced; what is chosen from a list stays. */
function withNames<T extends MailTemplate>(template: T, locale: Locale, name: string): MailTemplates[T] {
  const sample = mailSamples(locale, 'Oak School', baseUrl)[template];
  const people = ['name', 'child', 'inviter', 'organization', 'coordinator', 'reason'];
  const isChosen = (key: string) => key === 'reason' && template === 'sessions-ended';
  return Object.fromEntries(
    Object.entries(sample).map(([key, value]) => [
      key,
      people.includes(key) && !isChosen(key) ? name : value,
    ]),
  ) as MailTemplates[T];
}

const render = (template: MailTemplate, locale: Locale, name?: string) =>
  renderMail({
    template,
    locale,
    organization: name ?? 'Oak School',
    params:
      name === undefined
        ? mailSamples(locale, 'Oak School', baseUrl)[template]
        : withNames(template, locale, name),
  });

const linksOf = (params: object): string[] =>
  Object.entries(params)
    .filter(([key, value]) => /link$/i.test(key) && value)
    .map(([, value]) => String(value));

describe('every message', () => {
  it('is on the wire’s list', () => {
    expect([...mailTemplates].sort()).toEqual([...mailTemplate.options].sort());
  });

  it.each(cases)('$template in $locale says all of it in both forms', ({ template, locale }) => {
    const { subject, text, html } = render(template, locale);
    const params = mailSamples(locale, 'Oak School', baseUrl)[template];
    for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
    expect(subject.length).toBeGreaterThan(8);
    expect(subject.length).toBeLessThanOrEqual(80);
    for (const link of linksOf(params)) {
      expect(text.split('\n')).toContain(link);
      expect(html).toContain(`href="${link}"`);
    }
    for (const name of ['name', 'child', 'organization', 'inviter', 'coordinator'] as const) {
      const value = (params as Record<string, unknown>)[name];
      if (typeof value !== 'string') continue;
      expect(text.replaceAll('\n', ' ')).toContain(value);
      expect(html).toContain(value);
    }
  });

  it.each(cases)(
    '$template in $locale loads nothing, runs nothing and names its language',
    ({ template, locale }) => {
      const { html } = render(template, locale);
      expect(html).toContain(`<html lang="${locale}">`);
      expect(html).not.toMatch(
        /<(img|script|link|iframe|object|form|video|audio)|url\(|@import|\ssrc=|\son\w+=/i,
      );
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).toContain('prefers-color-scheme: dark');
    },
  );

  it.each(mailTemplates)('%s says it differently in each language', (template) => {
    const [en, es] = locales.map((locale) => render(template, locale));
    expect(es!.subject).not.toBe(en!.subject);
    const lines = new Set(
      en!.text.split('\n').filter((line) => line.length > 30 && !line.startsWith('http')),
    );
    expect(es!.text.split('\n').filter((line) => lines.has(line))).toEqual([]);
  });

  it.each(Object.entries(hostile))('bears names of the kind "%s" in all its templates', (kind, name) => {
    for (const { template, locale } of cases) {
      const { subject, text, html } = render(template, locale, name);
      const plain = renderMail({
        template,
        locale,
        organization: 'Oak School',
        params: withNames(template, locale, 'Anna'),
      });
      // the same elements, whatever somebody is called
      if (kind !== 'empty') expect(html.match(/<\/?[a-z0-9]+/g)).toEqual(plain.html.match(/<\/?[a-z0-9]+/g));
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e]/u);
      expect(subject.length).toBeLessThan(260);
      expect(text).not.toMatch(/[\u202a-\u202e]/);
      expect(html).not.toMatch(/<script|<img|onerror="/);
      if (kind === 'long') expect(html.length).toBeLessThan(plain.html.length + 4_000);
    }
  });

  it('keeps a name of the other direction between its neighbours', () => {
    expect(render('password-changed', 'en', 'מיכל').text).toContain('Hello \u2068מיכל\u2069,');
    expect(render('password-changed', 'en', 'Zoë').text).toContain('Hello Zoë,');
  });
});

it.each(locales)('the letter about an erasure can do without the name, in %s [CON-6]', (locale) => {
  const { subject, text, html } = renderMail({
    template: 'child-erased',
    locale,
    organization: 'Oak School',
    params: { child: null, organization: 'Oak School' },
  });
  for (const part of [subject, text, html]) expect(part).not.toMatch(/null|undefined/);
  expect(text).toContain('Oak School');
});

describe('the letter about a week', () => {
  const week = mailSamples('en', 'Oak School', baseUrl)['weekly-report'];
  const [child] = week.children;
  const said = (changes: Partial<typeof child>, locale: Locale = 'en') =>
    renderMail({
      template: 'weekly-report',
      locale,
      organization: 'Oak School',
      params: { ...week, children: [{ ...child!, ...changes }] },
    });
  const text = (changes: Partial<typeof child>, locale: Locale = 'en') =>
    said(changes, locale).text.replaceAll(/\s+/g, ' ');

  it('tells how much, how it went, and what it took and brought [WKL-4]', () => {
    expect(text({})).toContain(
      'Mia learnt here on 3 days and answered 24 questions, 18 of them right. “Fakes” went well. In all it took about 45 minutes and brought 1 finished mission and 1 new badge.',
    );
    expect(text({}, 'es')).toContain(
      'Mia ha aprendido aquí durante 3 días y ha respondido 24 preguntas, 18 correctas. «Fakes» ha ido bien. Tiempo en total: más o menos 45 minutos; y ha traído 1 misión terminada y 1 insignia nueva.',
    );
    const little = { learnt: 0, answered: 0, right: 0, minutes: 0, badges: 0, missions: 0, well: null };
    expect(text(little)).toContain(
      'Mia was here. No answers were counted. In all it took less than a minute.',
    );
    expect(text({ ...little, missions: 1, minutes: 125 }), 'a mission that is only read').toContain(
      'Mia finished 1 mission. No answers were counted. In all it took about 2 hours and 5 minutes.',
    );
    expect(text({ ...little, missions: 2, minutes: 120 }, 'es')).toContain(
      'Mia ha terminado 2 misiones. No ha contado ninguna respuesta. Tiempo en total: más o menos 2 horas.',
    );
    expect(text({ well: null, hard: 'Pets' })).toContain('“Pets” is still hard');
  });

  it('says where mail programs stop it, outside of what people read', () => {
    const { oneClickUrl, text, html } = said({});
    expect(oneClickUrl).toBe(week.oneClickUrl);
    expect(text + html).not.toContain(week.oneClickUrl);
  });

  it.each(Object.values(hostile))('bears whatever a child or a topic is called', (name) => {
    const { subject, html, text } = said({ child: name, well: name, hard: name });
    expect(html).not.toMatch(/<script|<img|onerror="/);
    expect(subject + text).not.toMatch(/[\u202a-\u202e]/);
    expect(subject).not.toMatch(/\p{Cc}/u);
  });
});

describe('[CON-5] the direct notice', () => {
  const said = (locale: Locale) => render('consent-request', locale).text.replaceAll(/\s+/g, ' ');

  it('lists items, uses, recipients, every scope, rights, the deadline, the notice and who answers', () => {
    const text = said('en');
    for (const part of [
      'What we keep now',
      'What we would keep if you say yes',
      'What it is used for',
      'Who sees it',
      'You may say no',
      'You may take a yes back at any time',
      'see, correct, download and delete',
      'after 14 days we delete this address',
      'Write messages to others',
      'https://tutti.example.org/notice',
      'Ben Carter answers for children’s data',
    ])
      expect(text).toContain(part);
  });

  it('says as much in Spanish', () => {
    const text = said('es');
    for (const part of [
      'Lo que guardamos ahora',
      'Lo que guardaríamos si dices que sí',
      'Para qué se usa',
      'Quién lo ve',
      'Puedes decir que no',
      'Puedes retirar un sí cuando quieras',
      'ver, corregir, descargar y borrar',
      'después de 14 días borramos esta dirección',
      'Escribir mensajes a otras personas',
      'https://tutti.example.org/notice',
      'Benito Campos',
    ])
      expect(text).toContain(part);
  });

  it('names the administration where nobody is named', () => {
    const params = { ...mailSamples('en', 'Oak School', baseUrl)['consent-request'], coordinator: null };
    const { text } = renderMail({
      template: 'consent-request',
      locale: 'en',
      organization: 'Oak School',
      params,
    });
    expect(text).toContain('Ask the administration of Oak School.');
  });
});

it('a sample that somebody sends to themselves says so', () => {
  const params = mailSamples('en', 'Oak School', baseUrl).invitation;
  const mail = { template: 'invitation' as const, locale: 'en' as const, organization: 'Oak School', params };
  expect(renderMail({ ...mail, test: true }).text).toContain('This is a test');
  expect(renderMail(mail).text).not.toContain('This is a test');
});
