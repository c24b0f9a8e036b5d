import type { OwnAnswer, QuestionView } from '@tutti/client';
import { describe, expect, it } from 'vitest';
import {
  answerTo,
  choiceAfterArrow,
  choiceOfKey,
  fitsTwoColumns,
  toggled,
} from '../../web/src/player/game/picking.ts';
import { isWholePin, pinIn, pinOfPath } from '../../web/src/player/join/pin.ts';
import { firstPlace } from '../../web/src/player/place.ts';
import { secondsLeft, secondsToSay, ticks } from '../../web/src/shared/countdown.ts';
import { preferredLanguage } from '../../web/src/shared/i18n/i18n.ts';
import { recall, remember } from '../../web/src/shared/memory.ts';
import { shapeOf, shapes } from '../../web/src/shared/shapes.ts';

describe('[JOIN-1] the PIN field', () => {
  it('takes digits with whatever people put between them', () => {
    expect(pinIn('123 456')).toBe('123456');
    expect(pinIn('PIN: 12-34-56!')).toBe('123456');
    expect(pinIn('12345678')).toBe('123456');
    expect(pinIn('abc')).toBe('');
  });

  it('takes a pasted join link, whatever digits its address has', () => {
    expect(pinIn('http://192.168.1.20:2567/j/654321')).toBe('654321');
    expect(pinIn('Come! https://tutti.school.example/j/654321?x=1')).toBe('654321');
  });

  it('is complete with six digits', () => {
    expect(isWholePin('12345')).toBe(false);
    expect(isWholePin('123456')).toBe(true);
  });

  it('reads the PIN from a join address and from no other', () => {
    expect(pinOfPath('/j/123456')).toBe('123456');
    expect(pinOfPath('/j/123456/')).toBe('123456');
    expect(pinOfPath('/j/12345')).toBeNull();
    expect(pinOfPath('/play')).toBeNull();
  });
});

describe('[DUR-7] where a page begins', () => {
  const seat = { token: 'token', pin: '123456', nickname: 'Ada', inGroup: false };

  it('is the PIN field for somebody new, filled by a join link', () => {
    expect(firstPlace('/', null)).toEqual({ at: 'pin', pin: '', problem: null });
    expect(firstPlace('/j/654321', null)).toEqual({ at: 'pin', pin: '654321', problem: null });
  });

  it('is the game for who played here before', () => {
    for (const path of ['/', '/play', '/j/123456']) {
      expect(firstPlace(path, seat)).toEqual({ at: 'returning', seat });
    }
  });

  it('is a new start when the link leads to another game', () => {
    expect(firstPlace('/j/654321', seat)).toEqual({ at: 'pin', pin: '654321', problem: null });
  });
});

describe('picking answers', () => {
  it('switches choices on and off, in order, and never picks more than are asked for', () => {
    expect(toggled([], 2, 2)).toEqual([2]);
    expect(toggled([2], 0, 2)).toEqual([0, 2]);
    expect(toggled([0, 2], 1, 2)).toEqual([0, 2]);
    expect(toggled([0, 2], 0, 2)).toEqual([2]);
  });

  it('knows 1–6 and A–F, as far as there are choices', () => {
    expect(['1', 'a', 'A'].map((key) => choiceOfKey(key, 4))).toEqual([0, 0, 0]);
    expect(choiceOfKey('4', 4)).toBe(3);
    expect(choiceOfKey('f', 6)).toBe(5);
    for (const key of ['5', 'e', '0', 'Enter', 'aa', ' ']) expect(choiceOfKey(key, 4), key).toBeNull();
  });

  it('walks with arrows through the choices and around their end', () => {
    expect(choiceAfterArrow('ArrowDown', -1, 4)).toBe(0);
    expect(choiceAfterArrow('ArrowUp', -1, 4)).toBe(3);
    expect(choiceAfterArrow('ArrowRight', 3, 4)).toBe(0);
    expect(choiceAfterArrow('ArrowLeft', 0, 4)).toBe(3);
    expect(choiceAfterArrow('Tab', 0, 4)).toBeNull();
  });

  it('sees only the answer to this question and this vote', () => {
    const question = { round: 3, vote: 0 } as QuestionView;
    const answer: OwnAnswer = { round: 3, vote: 0, answer: [1], status: 'saved', code: null };
    expect(answerTo(question, answer)).toBe(answer);
    expect(answerTo(question, { ...answer, round: 2 })).toBeNull();
    expect(answerTo(question, { ...answer, vote: 1 })).toBeNull();
    expect(answerTo(question, null)).toBeNull();
  });

  it('puts choices side by side on a phone only when all of them are short', () => {
    expect(fitsTwoColumns(['Red', 'Blue', 'Green', 'Grey'])).toBe(true);
    expect(fitsTwoColumns(['True', 'False'])).toBe(false);
    expect(fitsTwoColumns(['Red', 'Blue', 'Green', 'Something between blue and green'])).toBe(false);
  });
});

describe('the countdown', () => {
  it('shows 1 until the end and 0 only when it is over', () => {
    expect([20_000, 19_999, 1, 0].map(secondsLeft)).toEqual([20, 20, 1, 0]);
  });

  it('says 10 and 5 seconds once, also when the page slept through the exact moment', () => {
    expect(secondsToSay(11, 10)).toBe(10);
    expect(secondsToSay(12, 9)).toBe(10);
    expect(secondsToSay(10, 9)).toBeNull();
    expect(secondsToSay(6, 5)).toBe(5);
    expect(secondsToSay(20, 2)).toBeNull();
  });

  it('ticks in the last five seconds, and not at the end', () => {
    expect(ticks(6, 5)).toBe(true);
    expect(ticks(7, 6)).toBe(false);
    expect(ticks(1, 0)).toBe(false);
    expect(ticks(3, 4)).toBe(false);
  });
});

describe('what the browser knows', () => {
  it('is spoken to in the language it asks for first among ours, unless somebody chose one', () => {
    expect(preferredLanguage(null, ['fr-FR', 'es-MX', 'en'])).toBe('es');
    expect(preferredLanguage(null, ['fr'])).toBe('en');
    expect(preferredLanguage('en', ['es'])).toBe('en');
    expect(preferredLanguage('klingon', ['es'])).toBe('es');
  });

  it('plays on where storage is refused', () => {
    const refused = () => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(recall('seat', refused)).toBeNull();
    expect(() => remember('seat', 'x', refused)).not.toThrow();
  });

  it('gives the same player the same shape everywhere, and all six of them are used', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `0199a5c2-7d4e-7000-8000-${index * 7_919}`);
    expect(new Set(ids.map(shapeOf))).toEqual(new Set(shapes.keys()));
    expect(ids.map(shapeOf)).toEqual(ids.map(shapeOf));
  });
});
