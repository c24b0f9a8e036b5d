import type { Answer, QuestionView, Reveal } from '@tutti/client';
import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { questionKinds } from '../../src/domain/question/question.ts';
import { AnswerText } from '../../web/src/shared/rich-text/answer-text.tsx';

/** Sums of money, and what would be code. */
const words = 'It cost $5$ and `rm`';
const typed = ['fill_blank', 'word_cloud', 'open_text'] as const;

const question = (kind: QuestionView['kind']): QuestionView => ({
  round: 0,
  of: 1,
  vote: 1,
  kind,
  prompt: '',
  choices: [],
  matches: [],
  blanks: 1,
  range: null,
  unit: null,
  media: null,
  pick: 1,
  points: 1,
  worth: null,
  timeLimitMs: 20_000,
  openedAt: 0,
  closesAt: 20_000,
});
const given = { texts: [{ text: words, count: 1 }], numbers: [], spots: [] } as unknown as Reveal['given'];
const reveal = {
  key: ['right'],
  spread: [],
  answered: 1,
  right: 0,
  explanation: '',
  given,
} as unknown as Reveal;

describe('words that a learner typed', () => {
  let KeyOfKind: typeof import('../../web/src/player/game/kinds/key-of-kind.tsx').KeyOfKind;
  let KindResults: typeof import('../../web/src/shared/results/kind-results.tsx').KindResults;
  beforeAll(async () => {
    await i18next.use(initReactI18next).init({
      lng: 'en',
      interpolation: { escapeValue: false },
      resources: {},
    });
    // they bring their texts, which need an i18next that is ready
    ({ KeyOfKind } = await import('../../web/src/player/game/kinds/key-of-kind.tsx'));
    ({ KindResults } = await import('../../web/src/shared/results/kind-results.tsx'));
  });

  it.each(questionKinds)(
    'stand in a report as they were typed, and picks as their author wrote them: %s',
    (kind) => {
      const html = renderToStaticMarkup(<AnswerText kind={kind} text={words} />);
      const isTyped = (typed as readonly string[]).includes(kind);
      expect(html.includes(words)).toBe(isTyped);
      expect(html.includes('<code')).toBe(!isTyped);
    },
  );

  it.each(typed)('are shown to their author as they were typed: %s', (kind) => {
    const own: Answer = [words];
    const html = renderToStaticMarkup(<KeyOfKind question={question(kind)} reveal={reveal} own={own} />);
    expect(html).toContain(words);
    expect(html).not.toContain('<code');
  });

  it.each(typed)('are shown to the class as they were typed: %s', (kind) => {
    const html = renderToStaticMarkup(
      <KindResults
        question={question(kind)}
        reveal={reveal}
        spread={null}
        given={given}
        answered={1}
        lang="en"
      />,
    );
    expect(html).toContain(words);
    expect(html).not.toContain('<code');
  });
});
