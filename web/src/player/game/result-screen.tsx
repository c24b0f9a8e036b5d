import { IconCheck, IconClock, IconHeartBroken, IconMinus, IconX } from '@tabler/icons-react';
import type { Answer, ChallengeView, OwnResult, QuestionView, Reveal } from '@tutti/client';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { letterOf } from '../../shared/choice-mark.ts';
import { positions } from '../../shared/positions.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { AnswerChip } from './answer-chip.tsx';
import { keyInWords } from './kinds/key-in-words.ts';
import { loadedKinds, loadKinds } from './load-kinds.ts';
import { RankCard } from './rank-card.tsx';
import { ResultPoints } from './result-points.tsx';
import styles from './result-screen.module.css';
import { SecondVote } from './second-vote.tsx';

const LateKey = lazy(() => loadKinds().then(({ KeyOfKind }) => ({ default: KeyOfKind })));

const signs = {
  right: IconCheck,
  partly: IconCheck,
  wrong: IconX,
  counted: IconCheck,
  unmarked: IconClock,
  none: IconMinus,
};
const tunes = {
  right: 'right',
  partly: 'wrong',
  wrong: 'wrong',
  counted: 'saved',
  unmarked: 'saved',
  none: 'wrong',
} as const;

interface ResultScreenProps {
  view: ChallengeView;
  question: QuestionView;
  reveal: Reveal;
  you: OwnResult | null;
  /** What stands in the place of the own rank, where there is nobody to compare with. */
  children?: ReactNode;
}

export function ResultScreen({ view, question, reveal, you, children }: ResultScreenProps) {
  const { t } = useTranslation(['rounds', 'common']);
  const [KeyOfKind] = useState(() => loadedKinds()?.KeyOfKind ?? LateKey);
  const outcome = you?.outcome ?? 'none';
  const Sign = signs[outcome];
  const words = keyInWords(question, reveal);

  const spoken = [
    t(`result.${outcome}`),
    you && you.points !== 0 && t('common:points', { count: you.points }),
    words.length > 0 && `${t('result.answer', { count: words.length })} ${words.map(plainText).join(', ')}`,
    reveal.explanation && plainText(reveal.explanation),
  ]
    .filter((sentence): sentence is string => typeof sentence === 'string' && sentence !== '')
    .map((sentence) => (/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
  useEffect(() => {
    announce(spoken);
    play(tunes[outcome]);
  }, [spoken, outcome]);

  return (
    <main className={styles.result} data-outcome={outcome}>
      <div className={styles.banner}>
        <span className={styles.sign}>
          <Sign aria-hidden="true" />
        </span>
        <div>
          <h1>{t(`result.${outcome}`)}</h1>
          {you && <ResultPoints you={you} question={question} view={view} />}
        </div>
      </div>
      {you?.hearts === 0 && (
        <p className={styles.out}>
          <IconHeartBroken aria-hidden="true" />
          {t('hearts.out')}
        </p>
      )}
      <section className={`card ${styles.idea}`} lang={view.locale}>
        {isChoice(question) ? (
          <RightChoices
            question={question}
            reveal={reveal}
            own={you?.answer ?? null}
            isRight={you?.outcome === 'right'}
          />
        ) : (
          <Suspense>
            <KeyOfKind question={question} reveal={reveal} own={you?.answer ?? null} />
          </Suspense>
        )}
        {reveal.explanation && (
          <>
            <h2 className={styles.label}>{t(outcome === 'right' ? 'result.why' : 'result.idea')}</h2>
            <p className={styles.why}>
              <RichText text={reveal.explanation} />
            </p>
          </>
        )}
      </section>
      {reveal.first && <SecondVote first={reveal.first} reveal={reveal} />}
      {children || (you && <RankCard you={you} />)}
    </main>
  );
}

export const isChoice = ({ kind }: Pick<QuestionView, 'kind'>) =>
  kind === 'single_choice' || kind === 'multiple_choice' || kind === 'true_false';

interface RightChoicesProps {
  question: Pick<QuestionView, 'choices'>;
  reveal: Pick<Reveal, 'key'>;
  own: Answer | null;
  isRight: boolean;
}

/** The choices that were right, and which ones were picked instead. */
export function RightChoices({ question, reveal, own: given, isRight }: RightChoicesProps) {
  const { t } = useTranslation('rounds');
  const key = positions(reveal.key);
  const own = positions(given);
  return (
    <>
      <p className={styles.label}>{t('result.answer', { count: key.length })}</p>
      <ul className={styles.answers}>
        {key.map((choice) => (
          <AnswerChip key={choice} index={choice} text={question.choices[choice]!} />
        ))}
      </ul>
      {!isRight && own.length > 0 && (
        <p className={styles.yours}>{t('result.yours', { letters: own.map(letterOf).join(', ') })}</p>
      )}
    </>
  );
}
