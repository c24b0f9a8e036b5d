import { Button } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../desk/account/account.tsx';
import classes from '../desk/shell/card.module.css';
import { PageHeading } from '../desk/shell/page-heading.tsx';
import { ClassesCard } from './classes-card.tsx';
import { GamesCard } from './games/games-card.tsx';
import { GroupsCard } from './groups-card.tsx';
import { HomeworkCard } from './homework-card.tsx';
import { MineCard } from './mine-card.tsx';
import { MistakesCard } from './mistakes-card.tsx';
import { PlayCard } from './play-card.tsx';
import { RacesCard } from './races-card.tsx';
import { ReceiptsCard } from './receipts-card.tsx';
import { ConsentCards } from './waiting/consent-cards.tsx';
import { WatchersCard } from './watchers-card.tsx';

export function Component() {
  const { t } = useTranslation(['learn', 'account']);
  const { me, signOut } = useSignedIn();
  const waits = me.consent.needed;
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
      <div className={classes.cards}>
        <ConsentCards />
        <PlayCard waits={waits} />
        {!waits && <HomeworkCard />}
        {!waits && <GroupsCard />}
        {!waits && <ClassesCard />}
        {!waits && <RacesCard />}
        {!waits && <GamesCard />}
        {!waits && <MistakesCard />}
        {!waits && <ReceiptsCard />}
        <WatchersCard />
        <MineCard />
      </div>
    </>
  );
}
