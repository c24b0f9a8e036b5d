import { type Page, type SessionSummary, TuttiError } from '@tutti/client';
import { describe, expect, it } from 'vitest';
import { sessionSettings } from '../../src/wire/session.ts';
import { email, filled, newPassword, optionalEmail } from '../../web/src/desk/account/field-rules.ts';
import { regionOf } from '../../web/src/desk/language.ts';
import { isForbidden, isGone, isPassing, sentenceFor } from '../../web/src/desk/states/problem.ts';
import { refusalKey } from '../../web/src/teach/host/use-commands.ts';
import { planCover, tintOf } from '../../web/src/teach/library/cover-plan.ts';
import {
  capsToChooseFrom,
  getReadyToChooseFrom,
  isUsual,
  secondsToChooseFrom,
  usualSettings,
} from '../../web/src/teach/library/session-settings.ts';
import { applyNews } from '../../web/src/teach/sessions/apply-news.ts';

it('dates and numbers follow the region of the browser, where that is a language tag', () => {
  expect(regionOf('en', ['es-MX', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(regionOf('es', ['en-GB'])).toBe('es');
  expect(regionOf('en', ['en-US@posix', 'en-IE'])).toBe('en-IE');
  expect(regionOf('en', ['en-US@posix'])).toBe('en');
});

describe('the options of a class', () => {
  it('are the usual ones of the server when nobody touches them', () => {
    expect(usualSettings).toEqual(sessionSettings.parse({}));
    expect(isUsual(usualSettings)).toBe(true);
    expect(isUsual({ ...usualSettings, cap: 30 })).toBe(false);
  });

  it('offer nothing that the server refuses', () => {
    for (const secondsPerQuestion of secondsToChooseFrom) {
      expect(sessionSettings.parse({ secondsPerQuestion }).secondsPerQuestion).toBe(secondsPerQuestion);
    }
    for (const getReadySeconds of getReadyToChooseFrom) {
      expect(sessionSettings.parse({ getReadySeconds }).getReadySeconds).toBe(getReadySeconds);
    }
    for (const cap of capsToChooseFrom) expect(sessionSettings.parse({ cap }).cap).toBe(cap);
  });
});

describe('fields', () => {
  it('say what is wrong with an e-mail address', () => {
    expect(email('')).toBe('required');
    expect(email('ada')).toBe('email');
    expect(email(' ada@school.example ')).toBeNull();
    expect(optionalEmail(' ')).toBeNull();
    expect(optionalEmail('ada@')).toBe('email');
  });

  it('[AUT-1] take passwords of 8 characters to 72 bytes', () => {
    expect(newPassword('')).toBe('required');
    expect(newPassword('7 chars')).toBe('passwordShort');
    expect(newPassword('8 chars!')).toBeNull();
    expect(newPassword('x'.repeat(72))).toBeNull();
    expect(newPassword('x'.repeat(73))).toBe('passwordLong');
    expect(newPassword('é'.repeat(37))).toBe('passwordLong');
  });

  it('want names that are more than spaces and not longer than can be stored', () => {
    expect(filled(5)('   ')).toBe('required');
    expect(filled(5)('abcdef')).toBe('tooLong');
    expect(filled(5)(' abcde ')).toBeNull();
  });
});

describe('what went wrong', () => {
  const error = (code: TuttiError['code']) => new TuttiError(code);

  it('has a sentence for every refusal, also one that nobody thought of', () => {
    expect(sentenceFor(error('network/unreachable'))).toBe('unreachable');
    expect(sentenceFor(error('mission/no-questions'))).toBe('noQuestions');
    expect(sentenceFor(error('answer/paused'))).toBe('other');
    expect(sentenceFor(new Error('a fault of the page'))).toBe('other');
  });

  it('tells what a new try can mend from what it cannot', () => {
    expect(isPassing(error('server/busy'))).toBe(true);
    expect(isPassing(error('session/forbidden'))).toBe(false);
    expect(isForbidden(error('session/forbidden'))).toBe(true);
    expect(isGone(error('mission/not-found'))).toBe(true);
    expect(isGone(error('auth/forbidden'))).toBe(false);
  });

  it('[HST-1] has no word for a second press of the same button', () => {
    expect(refusalKey(error('challenge/stale-step'))).toBeNull();
    expect(refusalKey(error('nickname/taken'))).toBe('nickname/taken');
    expect(refusalKey(error('network/unreachable'))).toBe('offline');
    expect(refusalKey(error('server/internal'))).toBe('other');
  });
});

describe('the list of classes', () => {
  const session = (id: string) => ({ id, status: 'lobby', players: 0 }) as SessionSummary;
  const pages: Page<SessionSummary>[] = [
    { items: [session('a')], nextCursor: 'next' },
    { items: [session('b')], nextCursor: null },
  ];

  it('takes news of an open class into the page where it stands', () => {
    const next = applyNews(pages, { id: 'b', status: 'running', players: 12 })!;
    expect(next[1]!.items[0]).toMatchObject({ id: 'b', status: 'running', players: 12 });
    expect(next[0]).toEqual(pages[0]);
    expect(pages[1]!.items[0]!.players).toBe(0);
  });

  it('is read again when a class is new here, or over', () => {
    expect(applyNews(pages, { id: 'c', status: 'lobby', players: 0 })).toBeNull();
    expect(applyNews(pages, { id: 'a', status: 'ended', players: 12 })).toBeNull();
    expect(applyNews(pages, { id: 'a', status: 'abandoned', players: 12 })).toBeNull();
  });
});

describe('the picture of a mission', () => {
  it('is the same every time and holds each of the six shapes once', () => {
    const cover = planCover('spot-the-fake');
    expect(planCover('spot-the-fake')).toEqual(cover);
    expect(cover.map(({ shape }) => shape).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(planCover('teach-the-machine')).not.toEqual(cover);
  });

  it('keeps every shape in sight', () => {
    for (const slug of ['a', 'spot-the-fake', 'who-decides', 'ñandú', '']) {
      for (const { x, y } of planCover(slug)) {
        expect(x).toBeGreaterThan(0);
        expect(x).toBeLessThan(320);
        expect(y).toBeGreaterThan(0);
        expect(y).toBeLessThan(120);
      }
      expect([0, 1, 2, 3, 4, 5]).toContain(tintOf(slug));
    }
  });
});
