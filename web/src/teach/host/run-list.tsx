import { Switch } from '@mantine/core';
import { IconArrowRight, IconPointFilled } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePercent } from '../../desk/percent.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import classes from './host.module.css';
import { presentRound } from './present-round.ts';
import type { Run } from './use-commands.ts';

/** The run of questions with what came out so far. */
export function RunList({ view, run }: { view: ChallengeView; run: Run }) {
  const { t } = useTranslation('teach');
  const percent = usePercent();
  const here = presentRound(view.phase);
  const rounds = view.host?.rounds ?? [];
  const marker = useRef<HTMLLIElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question scrolls itself into sight
  useEffect(() => {
    marker.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here?.round]);

  return (
    <>
      <h2 className={classes.paneTitle}>{t('host.run.title')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys */}
      <ol className={classes.rounds} tabIndex={0} aria-label={t('host.run.title')}>
        {rounds.map(({ round, prompt, rightShare }) => {
          const isHere = round === here?.round;
          const isPast = here === null ? view.phase.name !== 'lobby' : round < here.round;
          return (
            <li
              key={round}
              ref={isHere ? marker : undefined}
              className={classes.round}
              aria-current={isHere ? 'step' : undefined}
              data-past={isPast || undefined}
            >
              <span className={classes.roundNumber}>{round + 1}</span>
              <span className={classes.roundText}>
                <span className={classes.roundPrompt}>{plainText(prompt)}</span>
                <span className={classes.roundResult}>
                  {isHere && here.next && (
                    <>
                      <IconArrowRight size={16} aria-hidden /> {t('host.run.next')}
                    </>
                  )}
                  {isHere && !here.next && rightShare === null && (
                    <>
                      <IconPointFilled size={16} aria-hidden /> {t('host.run.open')}
                    </>
                  )}
                  {rightShare !== null && t('host.run.right', { percent: percent(rightShare) })}
                  {rightShare === null && isPast && !isHere && t('host.run.noResult')}
                </span>
                {rightShare !== null && (
                  <span className={classes.roundBar} aria-hidden>
                    <span style={{ width: `${rightShare * 100}%` }} />
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <Switch
        className={classes.auto}
        label={t('host.do.auto')}
        checked={view.host?.options.advance === 'auto'}
        onChange={({ currentTarget: { checked } }) =>
          void run((it) => it.setAdvance(checked ? 'auto' : 'manual'))
        }
      />
    </>
  );
}
