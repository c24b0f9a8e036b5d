import type { ChallengeView, PlayerChallenge } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../../shared/choice-colour.ts';
import { Shape } from '../../shared/shape.tsx';
import { play } from '../../shared/sounds.ts';
import styles from './team.module.css';
import { useTeamName } from './team.ts';

/** [PTS-5] In the lobby: the own team, or all of them where players may choose. */
export function TeamChoice({
  challenge,
  view: { rules, you },
}: {
  challenge: PlayerChallenge;
  view: ChallengeView;
}) {
  const { t } = useTranslation('rounds');
  const nameOf = useTeamName();
  const own = you?.team ?? null;
  if (!rules.chooseTeams) {
    return own === null ? null : (
      <p className={styles.own} style={choiceColour(own)}>
        <Shape index={own} size="1.5rem" />
        {t('team.yours', { team: nameOf(own) })}
      </p>
    );
  }
  return (
    <fieldset className={styles.teams}>
      <legend>{t('team.choose')}</legend>
      {Array.from({ length: rules.teams }, (_, team) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a team is its place
          key={team}
          type="button"
          className={styles.team}
          style={choiceColour(team)}
          aria-pressed={own === team}
          onClick={() => {
            play('tap');
            challenge.chooseTeam(team);
          }}
        >
          <Shape index={team} size="1.5rem" />
          {nameOf(team)}
        </button>
      ))}
    </fieldset>
  );
}
