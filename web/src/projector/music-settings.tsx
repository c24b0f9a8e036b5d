import type { PhaseView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { changeMusic, loudnesses, useMusic } from '../shared/music.ts';
import { Choice } from '../shared/settings.tsx';

const withMusic: ReadonlySet<PhaseView['name']> = new Set([
  'lobby',
  'question',
  'discuss',
  'standings',
  'podium',
]);

/** Not while an answer is explained. */
export const fitsMusic = (phase: PhaseView['name']): boolean => withMusic.has(phase);

/** Soft music for the room, for whoever wants it. */
export function MusicSettings() {
  const { t } = useTranslation('stage');
  const { on, loudness } = useMusic();
  return (
    <>
      <Choice
        label={t('music.label')}
        options={(['on', 'off'] as const).map((value) => ({ value, text: t(`music.${value}`) }))}
        value={on ? 'on' : 'off'}
        onChoose={(value) => changeMusic({ on: value === 'on' })}
      />
      {on && (
        <Choice
          label={t('music.loudness')}
          options={loudnesses.map((value) => ({ value, text: t(`music.${value}`) }))}
          value={loudness}
          onChoose={(value) => changeMusic({ loudness: value })}
        />
      )}
    </>
  );
}
