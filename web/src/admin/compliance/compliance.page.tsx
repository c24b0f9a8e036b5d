import { Tabs } from '@mantine/core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import classes from '../shared/admin.module.css';
import { useFilters } from '../shared/use-filters.ts';
import { AgreementsPart } from './agreements-part.tsx';
import { BreachesPart } from './breaches-part.tsx';
import { DisclosuresPart } from './disclosures-part.tsx';
import { FormsPart } from './forms-part.tsx';
import { RequestsPart } from './requests-part.tsx';
import { RetentionPart } from './retention-part.tsx';
import { RiskPart } from './risk-part.tsx';
import { StandingPart } from './standing-part.tsx';

const parts = {
  standing: StandingPart,
  requests: RequestsPart,
  forms: FormsPart,
  agreements: AgreementsPart,
  disclosures: DisclosuresPart,
  breaches: BreachesPart,
  risk: RiskPart,
  retention: RetentionPart,
} satisfies Record<string, ComponentType>;
const names = Object.keys(parts) as (keyof typeof parts)[];

/** The records of whoever answers for data, a part at a time; which one stands in the address. */
export function Component() {
  const { t } = useTranslation('admin');
  const { values, set } = useFilters(['part', 'show']);
  const shown = names.find((one) => one === values.part) ?? 'standing';
  return (
    <>
      <PageHeading title={t('compliance.title')} lead={t('compliance.lead')} />
      <Tabs
        value={shown}
        onChange={(part) => set({ part: part ?? '', show: '' })}
        keepMounted={false}
        activateTabWithKeyboard={false}
      >
        <Tabs.List mb="lg" aria-label={t('compliance.title')}>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name} py="sm" fz="md" className={classes.tab}>
              {t(`compliance.parts.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map((name) => {
          const Part = parts[name];
          return (
            <Tabs.Panel key={name} value={name}>
              <Part />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </>
  );
}
