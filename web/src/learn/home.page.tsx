import { Skeleton, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSignedIn } from '../desk/account/account.tsx';
import classes from '../desk/shell/card.module.css';
import { PageHeading } from '../desk/shell/page-heading.tsx';
import { Delayed } from '../desk/states/delayed.tsx';
import { NewBadges } from './badges/new-badges.tsx';
import { DailyCard } from './daily/daily-card.tsx';
import { Glance } from './glance/glance.tsx';
import { NewLevel } from './glance/new-level.tsx';
import { GroupsCard } from './groups-card.tsx';
import own from './home.module.css';
import { HomeTabs } from './home-tab.tsx';
import { HomeworkToDo } from './homework-card.tsx';
import { ContinueCard } from './missions/continue-card.tsx';
import { isToDo, useMyHomework } from './my-homework.ts';
import { PlayCard } from './play-card.tsx';
import { PracticeCard } from './practice-card.tsx';
import { RacesCard } from './races-card.tsx';
import { SignOutButton } from './sign-out-button.tsx';
import { ConsentCards } from './waiting/consent-cards.tsx';
import { WaitingHome } from './waiting/waiting-home.tsx';

export function Component() {
  const { me } = useSignedIn();
  return me.consent.needed ? <WaitingHome /> : <Now />;
}

/** What to do now, and how far one is, in a glance; with the sign that grown-ups can see. [CON-8] */
function Now() {
  const { t } = useTranslation('learn');
  const { me } = useSignedIn();
  return (
    <>
      <PageHeading title={t('hello', { name: me.displayName })} />
      <HomeTabs />
      <div className={`${own.now} ${classes.compact}`}>
        <ConsentCards />
        <NewLevel />
        <NewBadges />
        <HomeworkOrPlay />
        <ContinueCard />
        <PracticeCard />
        <DailyCard />
        <GroupsCard isShort />
        <RacesCard isShort />
        <div className={own.aside}>
          <Glance />
          <Link to="/home/me" className={own.seen}>
            <IconEye size={22} aria-hidden /> {t('watchers.title')}
          </Link>
          <div className={own.done}>
            <Text size="sm">{t('lead')}</Text>
            <SignOutButton />
          </div>
        </div>
      </div>
    </>
  );
}

/** What comes first is known when the homework is. */
function HomeworkOrPlay() {
  const mine = useMyHomework();
  const isDue = mine.data?.items.some(isToDo) ?? false;
  if (mine.isPending)
    return (
      <Delayed>
        <Skeleton height={220} radius="lg" />
      </Delayed>
    );
  return (
    <>
      {(isDue || mine.error) && <HomeworkToDo mine={mine} />}
      <PlayCard isNext={!isDue} />
    </>
  );
}
