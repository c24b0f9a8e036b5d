import { IconCheck, IconClock, IconCloudUp, IconX } from '@tabler/icons-react';
import type { QuestionView, Reveal } from '@tutti/client';
import type { AskedAlone, GivenAlone } from '@tutti/client/admin';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { isOnlyCounted } from '../game/kinds/drafts.ts';
import { KeyOfKind } from '../game/kinds/kinds.tsx';
import { isChoice, RightChoices } from '../game/result-screen.tsx';
import pace from '../own-pace.module.css';
import styles from './alone.module.css';
import type { OnMission } from './use-mission.ts';

const signs = { right: IconCheck, partly: IconCheck, wrong: IconX, counted: IconCheck, unmarked: IconClock };
const tunes = {
  right: 'right',
  partly: 'wrong',
  wrong: 'wrong',
  counted: 'saved',
  unmarked: 'saved',
} as const;

interface FeedbackProps {
  on: OnMission;
  asked: AskedAlone;
  question: QuestionView;
  /** The answer is still on its way. */
  waiting: GivenAlone | null;
  label: string;
  onNext(): void;
}

/** How an answer was, and why; or that it is kept until the server can be reached. */
export function Feedback({ on, asked, question, waiting, label, onNext }: FeedbackProps) {
  const { t } = useTranslation('alone');
  const next = useRef<HTMLButtonElement>(null);
  const { solution, given } = asked;
  const last = given.at(-1);
  const outcome = solution && last ? last.outcome : null;
  const isChecking = outcome === null && !on.isOffline;
  const spoken = outcome
    ? [t(`feedback.${outcome}`), plainText(solution!.explanation)].join(' ')
    : on.isOffline
      ? t('feedback.waiting')
      : null;
  useEffect(() => {
    if (!spoken) return;
    announce(spoken);
    next.current?.focus({ preventScroll: true });
  }, [spoken]);
  useEffect(() => {
    if (outcome) play(tunes[outcome]);
  }, [outcome]);
  const Sign = outcome ? signs[outcome] : IconCloudUp;
  const { locale } = on.mission;
  return (
    <main className={styles.lesson} data-outcome={outcome ?? 'waiting'}>
      <p className={styles.quiet}>{label}</p>
      <div className={styles.banner}>
        <span className={styles.sign}>
          <Sign aria-hidden="true" />
        </span>
        <div>
          <h1>
            {outcome ? t(`feedback.${outcome}`) : t(isChecking ? 'feedback.checking' : 'feedback.waiting')}
          </h1>
          {last && last.xp > 0 && <p className={styles.xp}>{t('feedback.xp', { xp: last.xp })}</p>}
        </div>
      </div>
      {outcome === null && !isChecking && <p>{t('feedback.waitingWhy')}</p>}
      {waiting && on.refused.has(waiting.id) && <p>{t('feedback.refused')}</p>}
      {solution && (
        <section className={`card ${styles.idea}`}>
          <p className={styles.asked} lang={locale}>
            <RichText text={question.prompt} />
          </p>
          {isChoice(question) ? (
            <RightChoices
              question={question}
              reveal={solution}
              own={last?.answer ?? null}
              isRight={outcome === 'right'}
            />
          ) : (
            !isOnlyCounted(question) && (
              <KeyOfKind question={question} reveal={revealOf(solution)} own={last?.answer ?? null} />
            )
          )}
          <p lang={locale}>
            <RichText text={solution.explanation} />
          </p>
        </section>
      )}
      <div className={pace.foot}>
        <button
          ref={next}
          type="button"
          className="button button-primary"
          disabled={isChecking}
          onClick={onNext}
        >
          {t('next')}
        </button>
      </div>
    </main>
  );
}

/** As a class would see it, without a class. */
const revealOf = ({ key, explanation }: NonNullable<AskedAlone['solution']>): Reveal =>
  ({
    round: 0,
    of: 1,
    vote: 1,
    key,
    explanation,
    spread: [],
    given: { texts: [], spots: [] },
    answered: 0,
    right: 0,
    first: null,
  }) as Reveal;
