import { Anchor, Group, Paper, Text, Title } from '@mantine/core';
import type { SessionReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePercent } from '../../desk/percent.ts';
import classes from './records.module.css';

/** The weakest objectives, each with the missions that train it. */
export function TeachAgain({ items }: { items: SessionReport['teachAgain'] }) {
  const { t } = useTranslation('records');
  const percent = usePercent();
  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={t('teachAgain.title')}>
      <Title order={2} size="h3">
        {t('teachAgain.title')}
      </Title>
      {items.length === 0 ? (
        <Text>{t('teachAgain.none')}</Text>
      ) : (
        <>
          <Text c="dimmed">{t('teachAgain.lead')}</Text>
          <ol className={classes.again}>
            {items.map(({ objective, answers, rightShare, missions }) => (
              <li key={objective}>
                <Text fw={650}>{objective}</Text>
                <Text size="sm" c="dimmed">
                  {t('teachAgain.figures', { percent: percent(rightShare), answers })}
                </Text>
                <Group gap="md">
                  {missions.map(({ id, title }) => (
                    <Anchor key={id} component={Link} to={`/teach/missions/${id}`} className={classes.play}>
                      {t('teachAgain.play', { title })}
                    </Anchor>
                  ))}
                </Group>
              </li>
            ))}
          </ol>
        </>
      )}
    </Paper>
  );
}
