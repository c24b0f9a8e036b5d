import { Skeleton, Text } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import { SavedSign } from '../child/saved-sign.tsx';
import { ScopeRow } from '../scope-row.tsx';

const key = ['weekly-letters'];

/** [WKL-5] One switch for the letters about all children of this guardian. */
export function LettersCard() {
  const { t } = useTranslation('family');
  const client = useQueryClient();
  const query = useQuery({ queryKey: key, queryFn: family.weeklyLetters });
  const save = useMutation({
    mutationFn: family.setWeeklyLetters,
    onSuccess: (now) => client.setQueryData(key, now),
  });
  const state = save.isPending ? 'saving' : save.isSuccess ? 'saved' : save.isError ? 'failed' : undefined;
  return (
    <Card title={t('letters.title')} Icon={IconMail}>
      <QueryView query={query} skeleton={<Skeleton height={96} />}>
        {({ on, email, leaves }) =>
          leaves ? (
            <ScopeRow
              title={t('letters.weekly')}
              checked={save.isPending ? save.variables : on}
              disabled={email === null}
              onChange={(next) => save.mutate(next)}
              foot={<SavedSign state={state} />}
            >
              <p>{email === null ? t('letters.noAddress') : t('letters.hint', { email })}</p>
            </ScopeRow>
          ) : (
            <Text>{t('letters.none')}</Text>
          )
        }
      </QueryView>
    </Card>
  );
}
