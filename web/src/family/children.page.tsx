import { Alert, Badge, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';
import { ChildNow } from '../desk/presence/child-now.tsx';
import { usePresence } from '../desk/presence/use-presence.ts';
import cardClasses from '../desk/shell/card.module.css';
import { PageHeading } from '../desk/shell/page-heading.tsx';
import { Panel } from '../desk/states/panel.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import { family } from '../desk/tutti.ts';
import classes from './family.module.css';
import { LettersCard } from './letters/letters-card.tsx';
import { SoFar } from './so-far.tsx';

/** Said once, after a child was deleted or left. */
export interface FamilyNews {
  erased?: string;
  left?: string;
}

export const statusColour = { active: 'right', waiting: 'caution', suspended: 'wrong' } as const;

export function Component() {
  const { t } = useTranslation('family');
  const children = useQuery({ queryKey: ['children'], queryFn: family.children });
  const seen = usePresence('children');
  const { erased, left } = (useLocation().state ?? {}) as FamilyNews;
  const news = erased ?? left;
  // most families have one child here: its page is the family's page
  if (children.data?.length === 1 && !news)
    return <Navigate to={`/family/${children.data[0]!.id}`} replace />;
  return (
    <>
      <PageHeading
        title={t('children.title')}
        lead={children.data?.length ? t('children.lead') : undefined}
      />
      {news && (
        <Alert color="right" mb="lg" role="status">
          {erased ? t('children.erased', { child: erased }) : t('children.left', { child: left })}
        </Alert>
      )}
      <QueryView query={children} skeleton={<Skeleton height={160} radius="lg" />}>
        {(all) =>
          all.length === 0 ? (
            <Panel mood="waiting" title={t('children.empty')}>
              {t('children.emptyHint')}
            </Panel>
          ) : (
            <>
              <div className={classes.children}>
                {all.map(({ id, name, organization, status, scopes, soFar }) => (
                  <Paper
                    key={id}
                    component={Link}
                    to={`/family/${id}`}
                    shadow="sm"
                    className={classes.childCard}
                  >
                    <Title order={2} size="h3">
                      <bdi>{name}</bdi>
                    </Title>
                    <Text c="dimmed">{t('children.at', { organization })}</Text>
                    {status === 'active' && <ChildNow id={id} name={name} seen={seen} />}
                    <div>
                      <Badge color={statusColour[status]} variant="light" size="lg">
                        {t(`children.${status}`)}
                      </Badge>
                    </div>
                    <SoFar soFar={soFar} />
                    <Text size="sm">{t('children.allowed', { count: scopes.length })}</Text>
                  </Paper>
                ))}
              </div>
              <div className={cardClasses.cards} style={{ marginTop: '1.5rem' }}>
                <LettersCard />
              </div>
            </>
          )
        }
      </QueryView>
    </>
  );
}
