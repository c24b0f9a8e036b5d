import type { HostProgress, ProjectorChallenge, QuestionView, Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../shared/countdown-ring.tsx';
import { positions } from '../shared/positions.ts';
import { KindResults } from '../shared/results/kind-results.tsx';
import { hasCards, hasRight } from '../shared/results/shown.ts';
import { Votes } from '../shared/results/votes.tsx';
import { QuestionMedia } from '../shared/rich-text/question-media.tsx';
import { RichText } from '../shared/rich-text/rich-text.tsx';
import { ChoiceCard } from './choice-card.tsx';
import styles from './question-stage.module.css';

interface QuestionStageProps {
  challenge: ProjectorChallenge;
  question: QuestionView;
  /** null while the question is open or discussed. */
  reveal: Reveal | null;
  /** [RVL-3] Between two votes. */
  discussed: boolean;
  progress: HostProgress | null;
  locale: string;
}

/** The question, and then its answer on the same places. */
export function QuestionStage(props: QuestionStageProps) {
  const { t } = useTranslation(['projector', 'stage']);
  const { question, reveal, discussed, locale } = props;
  const { round, of, prompt, pick, points, kind, media } = question;
  const notes = [
    points === 2 && t('double'),
    points === 0 && t('practice'),
    kind === 'multiple_choice' && pick > 1 && t('pick', { count: pick }),
  ].filter(Boolean);
  return (
    <main
      className={styles.question}
      data-revealed={reveal !== null}
      data-size={sizeOf(question)}
      data-media={(media !== null && kind !== 'hotspot') || undefined}
    >
      <header className={styles.head}>
        <div className={styles.facts}>
          <p>{t('ready', { round: round + 1, of })}</p>
          {notes.length > 0 && <p className={styles.note}>{notes.join(' · ')}</p>}
        </div>
        <h1 className={styles.prompt} lang={locale}>
          <RichText text={prompt} />
        </h1>
        <State {...props} />
      </header>
      <div className={styles.body}>
        {media && kind !== 'hotspot' && <QuestionMedia media={media} lang={locale} />}
        {hasCards(question) ? (
          <Choices question={question} reveal={reveal} locale={locale} />
        ) : (
          <Results {...props} />
        )}
      </div>
      <footer className={styles.below}>
        {discussed && (
          <p className={styles.why} role="status">
            <strong>{t('stage:votes.talk')}</strong> {t('stage:votes.talkHint')}
          </p>
        )}
        {reveal?.first && <Votes reveal={reveal} />}
        {reveal?.explanation && (
          <p className={styles.why} lang={locale}>
            <strong>{t('why')}</strong> <RichText text={reveal.explanation} />
          </p>
        )}
      </footer>
    </main>
  );
}

function State({ challenge, question, reveal, discussed, progress }: QuestionStageProps) {
  const { t } = useTranslation(['projector', 'stage']);
  if (reveal) {
    const { right, answered } = reveal;
    const said = hasRight(question)
      ? t('right', { right, answered })
      : t('stage:answered', { count: answered });
    return (
      <div className={styles.state}>
        <p className={styles.share}>{answered > 0 ? said : t('nobody')}</p>
      </div>
    );
  }
  return (
    <div className={styles.state}>
      {!discussed && question.timeLimitMs !== null && (
        <CountdownRing challenge={challenge} totalMs={question.timeLimitMs} size="calc(17 * var(--u))" />
      )}
      {progress && <Answered progress={progress} />}
    </div>
  );
}

function Choices({ question, reveal, locale }: Pick<QuestionStageProps, 'question' | 'reveal' | 'locale'>) {
  const most = Math.max(1, ...(reveal?.spread ?? []));
  return (
    <ul className={styles.choices} lang={locale}>
      {question.choices.map((text, index) => (
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
  );
}

/** Of an open question nothing is known here but what is asked. */
function Results({ question, reveal, locale }: QuestionStageProps) {
  return (
    <div className={styles.results}>
      <KindResults
        question={question}
        reveal={reveal}
        spread={reveal?.spread ?? null}
        given={reveal?.given ?? null}
        answered={reveal?.answered ?? 0}
        lang={locale}
      />
    </div>
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
  const longest = Math.max(0, ...choices.map((text) => text.length));
  if (prompt.length > 150 || longest > 60 || choices.length > 8) return 'small';
  return prompt.length > 80 || longest > 45 || choices.length > 6 ? 'middle' : 'large';
}
