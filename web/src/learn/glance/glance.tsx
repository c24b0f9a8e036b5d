import { Progress as Bar, Skeleton, Text } from '@mantine/core';
import { IconAward, IconCoins, IconMoodSmile, IconMusic, IconTrendingUp } from '@tabler/icons-react';
import type { BadgeWall, Progress, Season } from '@tutti/client/admin';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Emblem } from '../../desk/badges/emblem.tsx';
import { useBadgeTexts } from '../../desk/badges/use-badges.ts';
import { useRegion } from '../../desk/language.ts';
import { useNumber } from '../../desk/percent.ts';
import { AvatarPicture } from '../../desk/progress/avatar-picture.tsx';
import { Days } from '../../desk/progress/days.tsx';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { usePriceText } from '../avatars/use-avatars.ts';
import classes from './glance.module.css';
import { useGlance } from './use-glance.ts';

/** How far one is, each part leading to where there is more of it. */
export function Glance() {
  const { t } = useTranslation('learn');
  return (
    <Card title={t('titles.progress')} Icon={IconTrendingUp}>
      <QueryView query={useGlance()} skeleton={<Skeleton height={260} />}>
        {({ progress, season, wall }) => (
          <>
            <Level progress={progress} />
            <Week progress={progress} />
            <ul className={classes.tiles}>
              {season && <SeasonTile season={season} />}
              <BadgesTile wall={wall} />
              <PurseTile progress={progress} />
            </ul>
          </>
        )}
      </QueryView>
    </Card>
  );
}

function Level({ progress: { avatar, level, xpOfLevel, xpToNextLevel } }: { progress: Progress }) {
  const { t } = useTranslation(['progress', 'avatars']);
  const number = useNumber();
  return (
    <div className={classes.level}>
      <Link to="/home/avatars" className={classes.avatar} aria-label={t('avatars:card.go')}>
        {avatar ? <AvatarPicture picture={avatar} size={72} /> : <IconMoodSmile size={56} aria-hidden />}
      </Link>
      <div className={classes.part}>
        <Link to="/home/progress" className={classes.big}>
          {t('level', { level: number(level) })}
        </Link>
        <Bar
          size="lg"
          radius="xl"
          value={xpToNextLevel === null ? 100 : (100 * xpOfLevel) / (xpOfLevel + xpToNextLevel)}
          aria-hidden
        />
        <Text size="sm">
          {xpToNextLevel === null
            ? t('top')
            : t('toNext', { xp: number(xpToNextLevel), level: number(level + 1) })}
        </Text>
      </div>
    </div>
  );
}

function Week({ progress: { calendar, streak } }: { progress: Progress }) {
  const { t } = useTranslation('learn');
  return (
    <div className={classes.part}>
      <Link to="/home/progress" className={classes.link}>
        {t('glance.days', { count: streak.days })}
      </Link>
      <Days days={calendar.slice(-7)} label={t('glance.week')} />
    </div>
  );
}

function SeasonTile({ season: { level, track, xp } }: { season: Season }) {
  const { t } = useTranslation(['learn', 'season']);
  const number = useNumber();
  const ready = track.filter(({ isReached, given }) => isReached && !given).length;
  return (
    <Tile to="/home/season" sign={<IconMusic size={32} aria-hidden />} name={t('season:card.title')}>
      {xp === 0
        ? t('glance.seasonAhead')
        : t('season:level', { level: number(level), levels: number(track.length) })}
      {ready > 0 && <span className={classes.ready}>{t('glance.ready', { count: ready })}</span>}
    </Tile>
  );
}

const emblemsShown = 3;

function BadgesTile({ wall: { earned } }: { wall: BadgeWall }) {
  const { t } = useTranslation(['learn', 'badges']);
  const textsOf = useBadgeTexts();
  const list = new Intl.ListFormat(useRegion());
  const newest = earned.slice(0, emblemsShown);
  const emblems = newest.map((badge) => <Emblem key={badge.id} badge={badge} size={26} />);
  return (
    <Tile
      to="/home/badges"
      sign={newest.length > 0 ? emblems : <IconAward size={32} aria-hidden />}
      name={t('badges:title')}
    >
      {t('glance.badges', { count: earned.length })}
      {newest.length > 0 && (
        <span className="sr-only">
          {t('glance.newest', { names: list.format(newest.map((badge) => textsOf(badge).name)) })}
        </span>
      )}
    </Tile>
  );
}

function PurseTile({ progress: { coins, keys } }: { progress: Progress }) {
  const { t } = useTranslation('avatars');
  const priceText = usePriceText();
  return (
    <Tile to="/home/avatars" sign={<IconCoins size={32} aria-hidden />} name={t('title')}>
      {priceText({ coins, keys })}
    </Tile>
  );
}

function Tile({
  to,
  sign,
  name,
  children,
}: {
  to: string;
  sign: ReactNode;
  name: string;
  children: ReactNode;
}) {
  return (
    <li>
      <Link to={to} className={classes.tile}>
        <span className={classes.sign}>{sign}</span>
        <span>{name}</span>
        <strong>{children}</strong>
      </Link>
    </li>
  );
}
