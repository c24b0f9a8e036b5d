import type { SessionReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNumber, usePercent } from '../../desk/percent.ts';
import { FiguresTable } from '../records/figures-table.tsx';
import { Section } from '../records/section.tsx';

/** Nothing outside team mode. */
export function Teams({ teams }: Pick<SessionReport, 'teams'>) {
  const { t } = useTranslation('records');
  const percent = usePercent();
  const number = useNumber();
  if (teams.length === 0) return null;
  return (
    <Section title={t('teams.title')}>
      <FiguresTable
        label={t('teams.title')}
        head={[t('teams.team'), t('teams.score'), t('teams.players'), t('teams.right')]}
        rows={teams.map(({ team, score, players, rightShare }) => ({
          key: String(team),
          cells: [
            t('learner.team', { number: team + 1 }),
            number(score),
            players,
            rightShare === null ? '–' : percent(rightShare),
          ],
        }))}
      />
    </Section>
  );
}
