import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { Refusal } from '../../desk/states/refusal.tsx';
import { records } from '../../desk/tutti.ts';
import classes from './report.module.css';

/** The same question over all games that the teacher may see; read when somebody asks for it. */
export function Everywhere({ questionId }: { questionId: string }) {
  const { t } = useTranslation('records');
  const locale = useLanguage();
  const percent = usePercent();
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching } = useQuery({
    queryKey: ['question-statistics', questionId, locale],
    queryFn: () => records.ofQuestion(questionId, { locale }),
    enabled: wanted,
  });
  if (error) return <Refusal error={error} />;
  if (!data) {
    return (
      <Button
        variant="subtle"
        size="sm"
        className={classes.screenOnly}
        loading={isFetching}
        onClick={() => setWanted(true)}
      >
        {t('cards.show')}
      </Button>
    );
  }
  return (
    <Text size="sm" role="status">
      {t('cards.everywhere')}:{' '}
      {data.rightShare === null
        ? t('cards.everywhereNone')
        : t('cards.everywhereFigures', {
            percent: percent(data.rightShare),
            answers: data.answers,
            sessions: data.sessions,
          })}
    </Text>
  );
}
