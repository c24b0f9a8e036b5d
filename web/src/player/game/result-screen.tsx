import { IconCheck, IconClock, IconFlame, IconMinus, IconX } from '@tabler/icons-react';
import type { OwnResult, QuestionView, Reveal } from '@tutti/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { positions } from '../../shared/positions.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { shapes } from '../../shared/shapes.ts';
import { play } from '../../shared/sounds.ts';
import { AnswerChip } from './answer-chip.tsx';
import { RankCard } from './rank-card.tsx';
import styles from './result-screen.module.css';

const signs = {
  right: IconCheck,
  partly: IconCheck,
  wrong: IconX,
  counted: IconCheck,
  unmarked: IconClock,
  none: IconMinus,
};
const pointsPerFactor = 1_000;

interface ResultScreenProps {
  question: QuestionView;
  reveal: Reveal;
  you: OwnResult | null;
  locale: string;
}

export function ResultScreen({ question, reveal, you, locale }: ResultScreenProps) {
  const { t } = useTranslation(['player', 'common']);
  const outcome = you?.outcome ?? 'none';
  const Sign = signs[outcome];
  const key = positions(reveal.key);
  const own = positions(you?.answer ?? null);
  const answers = key.map((choice) => question.choices[choice]!);
  const answerTitle = t('result.answer', { count: answers.length });
  const missed = outcome !== 'right';

  const spoken = [
    t(`result.${outcome}`),
    you && you.points > 0 && t('common:points', { count: you.points }),
    `${answerTitle} ${answers.map(plainText).join(', ')}`,
    reveal.explanation && plainText(reveal.explanation),
  ]
    .filter(Boolean)
    .join('. ');
  useEffect(() => {
    announce(spoken);
    play(missed ? 'wrong' : 'right');
  }, [spoken, missed]);

  return (
    <main className={styles.result} data-outcome={outcome}>
      <div className={styles.banner}>
        <span className={styles.sign}>
          <Sign aria-hidden="true" />
        </span>
        <div>
          <h1>{t(`result.${outcome}`)}</h1>
          {you && <Points you={you} question={question} />}
        </div>
      </div>
      <section className={`card ${styles.idea}`} lang={locale}>
        <p className={styles.label}>{answerTitle}</p>
        <ul className={styles.answers}>
          {key.map((choice) => (
            <AnswerChip key={choice} index={choice} text={question.choices[choice]!} />
          ))}
        </ul>
        {missed && own.length > 0 && (
          <p className={styles.yours}>
            {t('result.yours', { letters: own.map((choice) => shapes[choice]!.letter).join(', ') })}
          </p>
        )}
        {reveal.explanation && (
          <>
            <h2 className={styles.label}>{t(missed ? 'result.idea' : 'result.why')}</h2>
            <p className={styles.why}>
              <RichText text={reveal.explanation} />
            </p>
          </>
        )}
      </section>
      {you && <RankCard you={you} />}
    </main>
  );
}

/** The points and how they came about. */
function Points({ you: { points, streak, outcome }, question }: { you: OwnResult; question: QuestionView }) {
  const { t } = useTranslation('player');
  if (question.points === 0) return <p>{t('result.counts')}</p>;
  if (points === 0) return <p>{t('result.nothing')}</p>;
  const most = pointsPerFactor * question.points;
  return (
    <>
      <p className={styles.points}>{t('result.points', { points })}</p>
      <p className={styles.how}>
        {t(outcome === 'partly' ? 'result.part' : points === most ? 'result.full' : 'result.speed', { most })}
      </p>
      {streak > 1 && (
        <p className={styles.streak}>
          <IconFlame aria-hidden="true" />
          {t('result.streak', { count: streak })}
        </p>
      )}
    </>
  );
}
