import { Button, NativeSelect, Switch } from '@mantine/core';
import { IconArrowRight, IconPointFilled } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePercent } from '../../desk/percent.ts';
import type { Question } from '../../desk/states/ask-once.tsx';
import { announce } from '../../shared/announcer.tsx';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { ArrangeButtons } from './arrange-buttons.tsx';
import { firstToCome, movedBy, without } from './arranging.ts';
import classes from './host.module.css';
import powers from './powers.module.css';
import { presentRound } from './present-round.ts';
import type { Run } from './use-commands.ts';

interface RunListProps {
  view: ChallengeView;
  run: Run;
  ask: (question: Question) => void;
}

/** The run of questions with what came out so far, and what of it can still be changed. */
export function RunList({ view, run, ask }: RunListProps) {
  const { t } = useTranslation(['teach', 'powers']);
  const percent = usePercent();
  const here = presentRound(view.phase);
  const rounds = view.host?.rounds ?? [];
  const marker = useRef<HTMLLIElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [arranging, setArranging] = useState(false);
  const first = firstToCome(view.phase);
  const isArrangeable = first !== null && rounds.length - first > 0;

  const move = async (round: number, by: 1 | -1, prompt: string) => {
    if (first === null || !(await run((it) => it.arrange(movedBy(first, rounds.length, round, by))))) return;
    announce(t('powers:run.moved', { prompt, place: round + by + 1 }));
    // the focus goes along with the question that moved
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll<HTMLButtonElement>(
        `[data-round="${round + by}"] button`,
      );
      const same = [...(buttons ?? [])].find(({ dataset }) => dataset.move === String(by));
      (same?.disabled === false ? same : buttons?.[by === 1 ? 0 : 1])?.focus();
    });
  };
  const askOut = (round: number) => {
    if (first === null) return;
    ask({
      title: t('powers:run.outTitle'),
      body: t('powers:run.outBody'),
      yes: t('powers:run.outYes'),
      onYes: async () => void (await run((it) => it.arrange(without(first, rounds.length, round)))),
    });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question scrolls itself into sight
  useEffect(() => {
    marker.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here?.round]);

  return (
    <>
      <h2 className={classes.paneTitle}>{t('host.run.title')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys */}
      <ol ref={list} className={classes.rounds} tabIndex={0} aria-label={t('host.run.title')}>
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
                {arranging && first !== null && round >= first && (
                  <ArrangeButtons
                    round={round}
                    prompt={plainText(prompt)}
                    mayUp={round > first}
                    mayDown={round < rounds.length - 1}
                    mayOut={rounds.length > 1}
                    onMove={(by) => void move(round, by, plainText(prompt))}
                    onOut={() => askOut(round)}
                  />
                )}
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
      <div className={`${powers.runTools} ${classes.wide}`}>
        {isArrangeable && (
          <Button variant="default" aria-pressed={arranging} onClick={() => setArranging(!arranging)}>
            {t(arranging ? 'powers:run.arranged' : 'powers:run.arrange')}
          </Button>
        )}
        <NativeSelect
          label={t('powers:run.standings')}
          value={view.host?.options.standings ?? 'each'}
          onChange={({ currentTarget: { value } }) =>
            void run((it) => it.setStandings(value as 'each' | 'end' | 'off'))
          }
          data={[
            { value: 'each', label: t('start.standingsEach') },
            { value: 'end', label: t('start.standingsEnd') },
            { value: 'off', label: t('start.standingsOff') },
          ]}
        />
      </div>
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
