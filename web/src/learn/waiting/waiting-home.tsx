import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import classes from '../../desk/shell/card.module.css';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { MineCard } from '../mine-card.tsx';
import { PlayCard } from '../play-card.tsx';
import { SignOutButton } from '../sign-out-button.tsx';
import { WatchersCard } from '../watchers-card.tsx';
import { ConsentCards } from './consent-cards.tsx';
import own from './waiting-home.module.css';

/** Before a grown-up has agreed: how that stands, what can be done meanwhile, and what is known already. */
export function WaitingHome() {
  const { t } = useTranslation('learn');
  const { me } = useSignedIn();
  return (
    <>
      <PageHeading
        title={t('hello', { name: me.displayName })}
        lead={t('lead')}
        actions={<SignOutButton size="lg" />}
      />
      <div className={classes.cards}>
        <ConsentCards />
        <PlayCard waits isNext />
      </div>
      <h2 className={own.title}>{t('titles.me')}</h2>
      <div className={classes.cards}>
        <WatchersCard />
        <MineCard />
      </div>
    </>
  );
}
