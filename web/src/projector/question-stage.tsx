import type { HostProgress, ProjectorChallenge, QuestionView, Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../shared/countdown-ring.tsx';
import { positions } from '../shared/positions.ts';
import { RichText } from '../shared/rich-text/rich-text.tsx';
import { ChoiceCard } from './choice-card.tsx';
import styles from './question-stage.module.css';

interface QuestionStageProps {
  challenge: ProjectorChallenge;
  question: QuestionView;
  /** null while the question is open. */
  reveal: Reveal | null;
  progress: HostProgress | null;
  locale: string;
}

/** The question, and then its answer on the same places. */
export function QuestionStage({ challenge, question, reveal, progress, locale }: QuestionStageProps) {
  const { t } = useTranslation('projector');
  const { round, of, prompt, choices, pick, points } = question;
  const most = Math.max(1, ...(reveal?.spread ?? []));
  const notes = [
    points === 2 && t('double'),
    points === 0 && t('practice'),
    pick > 1 && t('pick', { count: pick }),
  ].filter(Boolean);
  return (
    <main className={styles.question} data-revealed={reveal !== null} data-size={sizeOf(question)}>
      <header className={styles.head}>
        <div className={styles.facts}>
          <p>{t('ready', { round: round + 1, of })}</p>
          {notes.length > 0 && <p className={styles.note}>{notes.join(' · ')}</p>}
        </div>
        <h1 className={styles.prompt} lang={locale}>
          <RichText text={prompt} />
        </h1>
        <div className={styles.state}>
          {reveal ? (
            <p className={styles.share}>
              {reveal.answered > 0
                ? t('right', { right: reveal.right, answered: reveal.answered })
                : t('nobody')}
            </p>
          ) : (
            <>
              <CountdownRing
                challenge={challenge}
                totalMs={question.timeLimitMs}
                size="calc(17 * var(--u))"
              />
              {progress && <Answered progress={progress} />}
            </>
          )}
        </div>
      </header>
      <ul className={styles.choices} lang={locale}>
        {choices.map((text, index) => (
          <ChoiceCard
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a choice is
            key={index}
            index={index}
            text={text}
            result={
              reveal && {
                isRight: positions(reveal.key).includes(index),
                picked: reveal.spread[index] ?? 0,
                share: (reveal.spread[index] ?? 0) / most,
              }
            }
          />
        ))}
      </ul>
      {reveal?.explanation && (
        <p className={styles.why} lang={locale}>
          <strong>{t('why')}</strong> <RichText text={reveal.explanation} />
        </p>
      )}
    </main>
  );
}

function Answered({ progress: { answered, connected } }: { progress: HostProgress }) {
  const { t } = useTranslation('projector');
  return (
    <p className={styles.answered}>
      <span className="sr-only">{t('answeredOf', { answered, connected })}</span>
      <strong aria-hidden="true">
        {answered}/{connected}
      </strong>
      <span aria-hidden="true">{t('answered')}</span>
    </p>
  );
}

/** Long questions get smaller letters, yet never smaller than one can read from the last row. */
function sizeOf({ prompt, choices }: QuestionView): 'large' | 'middle' | 'small' {
  const longest = Math.max(...choices.map((text) => text.length));
  if (prompt.length > 150 || longest > 60) return 'small';
  return prompt.length > 80 || longest > 45 ? 'middle' : 'large';
}
