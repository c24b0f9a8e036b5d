import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type MissionChange, usualWorth } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import './texts.ts';
import type { Language } from './draft.ts';
import { type Facts, MissionForm } from './mission-form.tsx';
import { authoring } from './use-draft.ts';
import { useUnsaved } from './use-unsaved.tsx';

const blank: Facts = {
  title: '',
  description: '',
  topic: null,
  difficulty: 'easy',
  ages: { from: 9, to: 13 },
  estimatedMinutes: 20,
  objectives: [],
  requiredLevel: 1,
  requires: [],
  reward: { xp: usualWorth.xp, coins: usualWorth.coins },
  i18n: {},
};

export function Component() {
  const { t } = useTranslation(['author', 'account']);
  const go = useNavigate();
  const queries = useQueryClient();
  const [locale, setLocale] = useState<Language>(useLanguage());
  const [facts, setFacts] = useState(blank);
  const unsaved = useUnsaved(facts !== blank);
  const make = useMutation({
    mutationFn: (mission: MissionChange) => authoring.create({ locale, ...mission }),
    onSuccess({ id }) {
      void queries.invalidateQueries({ queryKey: ['missions'] });
      unsaved.leave(() => go(`/teach/missions/${id}/edit`));
    },
  });
  return (
    <>
      <PageHeading title={t('newMission')} lead={t('mission.lead')} />
      {unsaved.dialog}
      {make.error && <Refusal error={make.error} />}
      <MissionForm
        facts={facts}
        locale={locale}
        submit={t('mission.make')}
        saving={make.isPending}
        error={make.error}
        sent={make.variables}
        onChange={setFacts}
        onSave={make.mutate}
      >
        <NativeSelect
          label={t('mission.language')}
          value={locale}
          data={(['en', 'es'] as const).map((value) => ({ value, label: t(`account:language.${value}`) }))}
          onChange={({ currentTarget: { value } }) => {
            setLocale(value as Language);
            setFacts({ ...facts, i18n: {} });
          }}
        />
      </MissionForm>
    </>
  );
}
