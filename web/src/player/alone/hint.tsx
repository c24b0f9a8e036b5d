import type { TuttiErrorCode } from '@tutti/client';
import { type AskedAlone, createProgress, type OwnLesson } from '@tutti/client/admin';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { tutti } from '../tutti.ts';
import styles from './alone.module.css';
import { missions, type OnMission } from './use-mission.ts';

interface HintProps {
  on: OnMission;
  lesson: OwnLesson;
  asked: AskedAlone;
  locale: string;
}

/** [ALO-6] What it costs and what is left is said before it is bought. */
export function Hint({ on, lesson, asked, locale }: HintProps) {
  const { t } = useTranslation('alone');
  const [problem, setProblem] = useState<TuttiErrorCode | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** What the learner has; null: nobody asks for a hint. */
  const [coins, setCoins] = useState<number | null>(null);
  if (!asked.hint) return null;
  const { text, cost } = asked.hint;
  if (text !== null)
    return (
      <div className={styles.hint} lang={locale} role="status">
        <strong lang="">{t('hint.title')}</strong>
        <p>
          <RichText text={text} />
        </p>
      </div>
    );
  const doing = async (step: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await step();
    } catch (error) {
      setCoins(null);
      setProblem(codeOf(error));
    } finally {
      setBusy(false);
    }
  };
  const uncover = () =>
    doing(async () => {
      const { id: questionId } = asked;
      on.take(await missions.hint(on.mission.id, { lessonId: lesson.id, questionId, round: lesson.round }));
    });
  const lookInPurse = () => doing(async () => setCoins((await createProgress(tutti).mine()).coins));
  return (
    <div>
      {coins === null ? (
        <button
          type="button"
          className="button button-quiet"
          disabled={isBusy}
          onClick={() => void (cost > 0 ? lookInPurse() : uncover())}
        >
          {cost > 0 ? t('hint.buy', { count: cost }) : t('hint.show')}
        </button>
      ) : (
        <Price cost={cost} coins={coins} isBusy={isBusy} onYes={uncover} onNo={() => setCoins(null)} />
      )}
      {problem === 'network/unreachable' ? (
        <p role="alert">{t('hint.offline')}</p>
      ) : (
        problem && <Refusal code={problem} />
      )}
    </div>
  );
}

interface PriceProps {
  cost: number;
  coins: number;
  isBusy: boolean;
  onYes(): void;
  onNo(): void;
}

function Price({ cost, coins, isBusy, onYes, onNo }: PriceProps) {
  const { t } = useTranslation('alone');
  const id = useId();
  const no = useRef<HTMLButtonElement>(null);
  const isEnough = coins >= cost;
  const said = isEnough
    ? t('hint.price', { count: cost, coins, left: coins - cost })
    : t('hint.tooFew', { count: cost, coins });
  useEffect(() => {
    announce(said);
    // the button that was pressed is gone; nothing is bought by pressing it twice
    no.current?.focus({ preventScroll: true });
  }, [said]);
  return (
    <fieldset className={styles.price} aria-labelledby={id}>
      <p id={id}>{said}</p>
      {isEnough && (
        <button type="button" className="button button-primary" disabled={isBusy} onClick={onYes}>
          {t('hint.yes')}
        </button>
      )}
      <button ref={no} type="button" className="button button-quiet" disabled={isBusy} onClick={onNo}>
        {t(isEnough ? 'hint.no' : 'hint.goOn')}
      </button>
    </fieldset>
  );
}
