import { Anchor, Skeleton, Text } from '@mantine/core';
import { IconClockPause, IconFileSearch, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FamilyChildDetail } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ChildBadgesCard } from '../../desk/badges/badges-card.tsx';
import { ChildMasteryCard } from '../../desk/mastery/mastery-card.tsx';
import { ChildNow } from '../../desk/presence/child-now.tsx';
import { usePresence } from '../../desk/presence/use-presence.ts';
import { ChildProgressCard } from '../../desk/progress/progress-card.tsx';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import { LettersCard } from '../letters/letters-card.tsx';
import { AskCard } from './ask-card.tsx';
import { BoardsCard } from './boards-card.tsx';
import { ConsentsCard } from './consents-card.tsx';
import { ControlsCard } from './controls-card.tsx';
import { CorrectCard } from './correct-card.tsx';
import { DataCard } from './data-card.tsx';
import { EndingCard } from './ending-card.tsx';
import { GamesCard } from './games-card.tsx';
import { GuardiansCard } from './guardians-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { MissionsCard } from './missions-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import { childKey } from './use-child.ts';
import { WeekCard } from './week-card.tsx';

export function Component() {
  const { t } = useTranslation('family');
  const { childId = '' } = useParams();
  const child = useQuery({ queryKey: childKey(childId), queryFn: () => family.child(childId) });
  const others = useQuery({ queryKey: ['children'], queryFn: family.children });
  const several = (others.data?.length ?? 0) > 1;
  if (
    child.error &&
    !child.data &&
    ['child/not-found', 'request/invalid'].includes(codeOf(child.error) ?? '')
  ) {
    return (
      <Panel
        mood="puzzled"
        order={1}
        title={t('errors.childGone')}
        actions={
          <Anchor component={Link} to="/family">
            {t('children.title')}
          </Anchor>
        }
      />
    );
  }
  return (
    <QueryView query={child} order={1} skeleton={<Skeleton height={320} radius="lg" />}>
      {(detail) => <Child key={detail.id} child={detail} several={several} />}
    </QueryView>
  );
}

function Child({ child, several }: { child: FamilyChildDetail; several: boolean }) {
  const { t } = useTranslation('family');
  const { id, name, username, organization, relationship, status, formsWaiting } = child;
  const seen = usePresence(status === 'active' ? 'children' : null);
  return (
    <>
      <PageHeading
        title={name}
        lead={
          <>
            {t('child.lead', { relationship: t(`relationship.${relationship}`), organization })}
            {username && <Text size="sm">{t('child.username', { username })}</Text>}
            {status === 'active' && <ChildNow id={id} name={name} seen={seen} />}
          </>
        }
        actions={
          several ? (
            <Anchor component={Link} to="/family">
              {t('child.all')}
            </Anchor>
          ) : undefined
        }
      />
      <div className={cardClasses.cards}>
        {status === 'waiting' && (
          <Card title={t('child.waitingTitle')} Icon={IconClockPause} tone="caution" wide>
            <Text>{t('child.waiting', { child: name })}</Text>
          </Card>
        )}
        {status === 'suspended' && (
          <Card title={t('child.suspendedTitle')} Icon={IconLock} tone="caution" wide>
            <Text>{t('child.suspended', { organization })}</Text>
          </Card>
        )}
        {formsWaiting > 0 && (
          <Card title={t('child.formsTitle')} Icon={IconFileSearch} tone="caution" wide>
            <Text>{t('child.forms', { count: formsWaiting })}</Text>
          </Card>
        )}
        <WeekCard child={child} />
        <ChildProgressCard childId={id} name={name} />
        <ChildMasteryCard childId={id} name={name} />
        <MissionsCard childId={id} name={name} />
        <ChildBadgesCard childId={id} name={name} />
        <div className={cardClasses.cards} style={{ gridTemplateColumns: '1fr' }}>
          <ConsentsCard child={child} />
          <RequestsCard childId={id} />
        </div>
        <div className={cardClasses.cards} style={{ gridTemplateColumns: '1fr' }}>
          <ControlsCard child={child} />
          <LettersCard />
          <BoardsCard child={child} />
          <GuardiansCard child={child} />
          <HistoryCard childId={id} />
        </div>
        <GamesCard childId={id} name={name} />
        <DataCard childId={id} name={name} />
        <CorrectCard child={child} />
        <AskCard child={child} />
        {username && <PasswordCard childId={id} name={name} />}
        <EndingCard child={child} />
      </div>
    </>
  );
}
