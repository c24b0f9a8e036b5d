import '../join/joining-texts.ts';
import { useTranslation } from 'react-i18next';
import { shapes } from '../../shared/shapes.ts';

/** Each team bears the name of one of the six shapes: "Team star". */
export function useTeamName(): (team: number) => string {
  const { t } = useTranslation(['player', 'joining']);
  return (team) => t('team.name', { shape: t(`joining:shape.${shapes[team % shapes.length]!.name}`) });
}
