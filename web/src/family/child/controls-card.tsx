import { NativeSelect, Text } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import type { Controls, FamilyChildDetail } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { FamilyRefusal } from '../family-refusal.tsx';
import { ScopeRow } from '../scope-row.tsx';
import { standingOf } from './consent-standing.ts';
import { SavedSign } from './saved-sign.tsx';
import { useSwitches } from './use-child.ts';

const switches = [
  { key: 'live', scope: 'live_rooms' },
  { key: 'chat', scope: 'messaging' },
  { key: 'ai', scope: 'ai_processing' },
] as const;
const limits = [15, 30, 45, 60, 90, 120, 180];

/** [CON-4] Switches for a while: they take away from what is allowed, and never add. */
export function ControlsCard({ child }: { child: FamilyChildDetail }) {
  const { t } = useTranslation('family');
  const { id, name, controls, consents } = child;
  const { mine, effective } = controls;
  const { moved, states, error, move } = useSwitches<keyof Controls, Controls[keyof Controls]>(
    id,
    (key, value, now) => family.saveControls(id, { ...now.controls.mine, [key]: value }),
  );
  const minutes = 'dailyMinutes' in moved ? (moved.dailyMinutes as number | null) : mine.dailyMinutes;
  const shown = [...new Set([...limits, ...(minutes === null ? [] : [minutes])])].sort((a, b) => a - b);
  const stricter =
    effective.dailyMinutes !== null && effective.dailyMinutes < (mine.dailyMinutes ?? Infinity);
  const saidYes = (scope: string) => {
    const consent = consents.find((one) => one.scope === scope);
    return consent !== undefined && standingOf(consent, true).on;
  };

  return (
    <Card title={t('controls.title')} Icon={IconAdjustments}>
      <Text c="dimmed">{t('controls.lead')}</Text>
      {error !== null && <FamilyRefusal error={error} />}
      <div className={classes.choices}>
        {switches
          .filter(({ scope }) => saidYes(scope))
          .map(({ key }) => {
            const on = (moved[key] as boolean | undefined) ?? mine[key];
            return (
              <ScopeRow
                key={key}
                title={t(`controls.${key}`)}
                checked={on}
                onChange={(next) => move(key, next)}
                foot={
                  <>
                    {on && !effective[key] && (
                      <Text size="sm">{t('controls.stricter', { name: t('controls.someone') })}</Text>
                    )}
                    <SavedSign state={states[key]} />
                  </>
                }
              >
                <p>{t(`controls.${key}Hint`, { child: name })}</p>
              </ScopeRow>
            );
          })}
        <div>
          <NativeSelect
            label={t('controls.minutes')}
            description={t('controls.minutesHint', { child: name })}
            value={minutes === null ? '' : String(minutes)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              move('dailyMinutes', value === '' ? null : Number(value));
            }}
            data={[
              { value: '', label: t('controls.noLimit') },
              ...shown.map((count) => ({ value: String(count), label: t('controls.limit', { count }) })),
            ]}
          />
          {stricter && (
            <Text size="sm" mt={4}>
              {t('controls.stricterMinutes', { count: effective.dailyMinutes! })}
            </Text>
          )}
          <SavedSign state={states.dailyMinutes} />
        </div>
      </div>
    </Card>
  );
}
