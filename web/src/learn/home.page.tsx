import { Button, Skeleton } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../desk/account/account.tsx';
import { MyBadgesCard } from '../desk/badges/badges-card.tsx';
import { MyMasteryCard } from '../desk/mastery/mastery-card.tsx';
import { MyProgressCard } from '../desk/progress/progress-card.tsx';
import { PageHeading } from '../desk/shell/page-heading.tsx';
import { Delayed } from '../desk/states/delayed.tsx';
import { AvatarCard } from './avatars/avatar-card.tsx';
import { NewBadges } from './badges/new-badges.tsx';
import { ClassesCard } from './classes-card.tsx';
import { DailyCard } from './daily/daily-card.tsx';
import { GamesCard } from './games/games-card.tsx';
import { GroupsCard } from './groups-card.tsx';
import { HomeworkCard } from './homework-card.tsx';
import { MineCard } from './mine-card.tsx';
import { ContinueCard } from './missions/continue-card.tsx';
import { MistakesCard } from './mistakes-card.tsx';
import { isToDo, useMyHomework } from './my-homework.ts';
import { PlayCard } from './play-card.tsx';
import { PracticeCard } from './practice-card.tsx';
import { RacesCard } from './races-card.tsx';
import { ReceiptsCard } from './receipts-card.tsx';
import { SeasonCard } from './season/season-card.tsx';
import { Section, SectionLinks } from './sections.tsx';
import { ConsentCards } from './waiting/consent-cards.tsx';
import { WatchersCard } from './watchers-card.tsx';

export function Component() {
  const { t } = useTranslation(['learn', 'account']);
  const { me, signOut } = useSignedIn();
  const waits = me.consent.needed;
  const homework = useMyHomework(!waits);
  const isSure = waits || !homework.isPending;
  const isDue = homework.data?.items.some(isToDo) ?? false;
  const homeworkCard = !waits && <HomeworkCard key="homework" mine={homework} isNext={isDue} />;
  return (
    <>
      <PageHeading
        title={t('hello', { name: me.displayName })}
        lead={t('lead')}
        actions={
          <Button
            variant="default"
            size="lg"
            leftSection={<IconLogout aria-hidden />}
            onClick={() => void signOut()}
          >
            {t('account:account.signOut')}
          </Button>
        }
      />
      {!waits && <SectionLinks />}
      <Section name="now">
        <ConsentCards />
        {!waits && <NewBadges />}
        {isSure ? (
          <>
            {isDue && homeworkCard}
            <PlayCard key="play" waits={waits} isNext={!isDue} />
            {!isDue && homeworkCard}
          </>
        ) : (
          <Delayed>
            <Skeleton height={220} radius="lg" />
          </Delayed>
        )}
        {!waits && (
          <>
            <ContinueCard />
            <PracticeCard />
            <DailyCard />
            <GroupsCard wide={isDue} />
            <RacesCard />
          </>
        )}
      </Section>
      {!waits && (
        <>
          <Section name="progress">
            <MyProgressCard />
            <SeasonCard />
            <MyBadgesCard />
            <AvatarCard />
            <MyMasteryCard />
            <MistakesCard />
          </Section>
          <Section name="classes">
            <ClassesCard />
            <ReceiptsCard />
            <GamesCard />
          </Section>
        </>
      )}
      <Section name="me">
        <WatchersCard />
        <MineCard />
      </Section>
    </>
  );
}
