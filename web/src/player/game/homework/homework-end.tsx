import { IconCheck, IconClock, IconMinus, IconTrophy, IconX } from '@tabler/icons-react';
import type { OwnFinal } from '@tutti/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../shared/announcer.tsx';
import { Mark } from '../../../shared/mark.tsx';
import { mayBeSignedIn } from '../../../shared/signed-in-hint.ts';
import { play } from '../../../shared/sounds.ts';
import pace from '../../own-pace.module.css';
import { Mistakes } from '../mistakes.tsx';
import { CountsWhen } from './counts-when.tsx';
import styles from './homework.module.css';
import { countScored } from './outcomes.ts';

const signs = {
  right: IconCheck,
  partly: IconCheck,
  wrong: IconX,
  counted: IconCheck,
  unmarked: IconClock,
  none: IconMinus,
  absent: IconMinus,
  skipped: IconMinus,
};

interface HomeworkEndProps {
  token: string;
  you: OwnFinal | null;
  /** Given once the homework is over for everybody. */
  onAgain?: (() => void) | undefined;
}

/** [REP-4] The own result and nobody else's; what was not right stands below with what would have been. */
export function HomeworkEnd({ token, you, onAgain }: HomeworkEndProps) {
  const { t } = useTranslation(['rounds', 'player', 'common']);
  const outcomes = you?.outcomes ?? [];
  const of = countScored(outcomes);
  const isPerfect = you !== null && of > 0 && you.right === of;
  const title = t(isPerfect ? 'homework.perfect' : 'homework.through');
  const result = you && of > 0 ? t('podium.right', { right: you.right, of }) : null;
  const spoken = [title, result].filter(Boolean).join(' ');
  useEffect(() => {
    announce(spoken);
    play('podium');
  }, [spoken]);

  return (
    <main className={styles.end}>
      <section className={styles.own}>
        {isPerfect ? <IconTrophy size={72} aria-hidden="true" /> : <Mark size={88} />}
        <h1>{title}</h1>
        {result && <p className={pace.result}>{result}</p>}
        {you && you.bestStreak > 1 && <p>{t('podium.streak', { count: you.bestStreak })}</p>}
        <p className={styles.quiet}>{t('homework.kept')}</p>
        {!onAgain && mayBeSignedIn() && <CountsWhen />}
      </section>
      {outcomes.length > 0 && (
        <section className="card">
          <h2 className={pace.listTitle}>{t('homework.each')}</h2>
          <ol className={styles.outcomes}>
            {outcomes.map((outcome, round) => {
              const Sign = signs[outcome];
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a question is its place
                <li key={round} data-outcome={outcome}>
                  <span aria-hidden="true">{round + 1}</span>
                  <Sign aria-hidden="true" />
                  <span className="sr-only">
                    {t('homework.one', { number: round + 1, outcome: t(`homework.outcome.${outcome}`) })}
                  </span>
                </li>
              );
            })}
          </ol>
        </section>
      )}
      {!isPerfect && <Mistakes token={token} title={t('homework.again')} />}
      {mayBeSignedIn() ? (
        <a className="button button-primary" href="/home">
          {t('player:over.home')}
        </a>
      ) : (
        onAgain && (
          <button type="button" className="button button-plain" onClick={onAgain}>
            {t('player:over.again')}
          </button>
        )
      )}
    </main>
  );
}
