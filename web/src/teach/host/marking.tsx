import { Button } from '@mantine/core';
import type { ChallengeView, HostPlayer } from '@tutti/client';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { type Mark, markOf, marks, textsToMark } from './marks.ts';
import classes from './powers.module.css';
import type { Run } from './use-commands.ts';

/** Open answers with their names, each with three buttons. Names never leave this panel. */
export function Marking({ view, run }: { view: ChallengeView; run: Run }) {
  const { t, i18n } = useTranslation('powers');
  const players = textsToMark(view.host?.players ?? [], i18n.language);
  const open = players.filter(({ text }) => text.outcome === 'unmarked').length;

  const mark = (player: HostPlayer, how: Mark) => {
    void run((it) => it.mark(player.participantId, marks[how]));
    announce(t('mark.marked', { name: player.nickname, mark: t(`mark.${how}`) }));
  };
  /** R, P and W mark the answer on which the focus is and go on to the next one. */
  const onKey = (event: KeyboardEvent<HTMLLIElement>, player: HostPlayer) => {
    const how = ({ r: 'right', p: 'partly', w: 'wrong' } as const)[event.key.toLowerCase()];
    if (!how || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    mark(player, how);
    const next = event.currentTarget.nextElementSibling;
    next?.querySelector('button')?.focus();
  };

  return (
    <section aria-labelledby="to-mark">
      <div className={classes.markHead}>
        <h3 id="to-mark">{t('mark.title')}</h3>
        {players.length > 0 && <span>{open > 0 ? t('mark.left', { count: open }) : t('mark.done')}</span>}
      </div>
      <p className={classes.quiet}>{t(players.length > 0 ? 'mark.lead' : 'mark.none')}</p>
      <ul className={classes.marks}>
        {players.map((player) => (
          <li key={player.participantId} onKeyDown={(event) => onKey(event, player)}>
            <bdi className={classes.markName}>{player.nickname}</bdi>
            <p className={classes.markText}>{player.text.text}</p>
            <fieldset className={classes.markButtons}>
              <legend className={classes.srOnly}>{t('mark.group', { name: player.nickname })}</legend>
              {(Object.keys(marks) as Mark[]).map((how) => (
                <Button
                  key={how}
                  variant={markOf(player.text.outcome) === how ? 'filled' : 'default'}
                  aria-pressed={markOf(player.text.outcome) === how}
                  aria-keyshortcuts={how[0]}
                  onClick={() => mark(player, how)}
                >
                  {t(`mark.${how}`)}
                </Button>
              ))}
            </fieldset>
          </li>
        ))}
      </ul>
    </section>
  );
}
