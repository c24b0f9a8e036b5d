import { Button, Group, Text } from '@mantine/core';
import { IconCake } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { family, tutti } from '../../desk/tutti.ts';

/** Old enough to decide alone since a short time. */
export function OfAgeCard() {
  const { t } = useTranslation('learn');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const say = useMutation({
    mutationFn: (keep: boolean) => family.sayOfAge(keep),
    async onSuccess(_, keep) {
      if (!keep) return tutti.signOut();
      await queries.invalidateQueries({ queryKey: ['my-consent'] });
      await tutti.readMe();
    },
  });
  return (
    <Card title={t('ofAge.title')} Icon={IconCake} tone="primary" wide>
      <Text>{t('ofAge.body')}</Text>
      {say.error && <Refusal error={say.error} />}
      <Group>
        <Button loading={say.isPending} onClick={() => say.mutate(true)}>
          {t('ofAge.keep')}
        </Button>
        <Button
          variant="default"
          onClick={() =>
            ask({
              title: t('ofAge.forgetTitle'),
              body: t('ofAge.forgetBody'),
              yes: t('ofAge.forget'),
              onYes: () => say.mutateAsync(false).catch(() => undefined),
            })
          }
        >
          {t('ofAge.forget')}
        </Button>
      </Group>
      {dialog}
    </Card>
  );
}
