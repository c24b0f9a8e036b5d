import { Button, Group, Text } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BadgeWall, EarnedBadge } from '@tutti/client/admin';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import badgeClasses from '../../desk/badges/badges.module.css';
import { Emblem } from '../../desk/badges/emblem.tsx';
import { badgesKey, useBadgeTexts, useMyBadges } from '../../desk/badges/use-badges.ts';
import { useRegion } from '../../desk/language.ts';
import { Card } from '../../desk/shell/card.tsx';
import { badges } from '../../desk/tutti.ts';
import { announce } from '../../shared/announcer.tsx';

const shown = 3;

/** Badges that the learner has not seen yet; told once, and gone when they were. */
export function NewBadges() {
  const fresh = useMyBadges().data?.earned.filter(({ seen }) => !seen) ?? [];
  return fresh.length === 0 ? null : <Fresh key={fresh.map(({ id }) => id).join()} badges={fresh} />;
}

function Fresh({ badges: fresh }: { badges: readonly EarnedBadge[] }) {
  const { t } = useTranslation('badges');
  const textsOf = useBadgeTexts();
  const names = new Intl.ListFormat(useRegion()).format(
    fresh.slice(0, shown).map((badge) => textsOf(badge).name),
  );
  const said = t('fresh.said', { count: fresh.length, names });
  useEffect(() => announce(said), [said]);
  const see = useSeeBadges();
  const more = fresh.length - shown;
  return (
    <Card title={t('fresh.title', { count: fresh.length })} Icon={IconSparkles} tone="primary" wide>
      <div className={badgeClasses.fresh}>
        <ul>
          {fresh.slice(0, shown).map((badge) => (
            <li key={badge.id}>
              <div className={badgeClasses.pop}>
                <Emblem badge={badge} size={56} />
              </div>
              <Text fw={700} size="sm">
                {textsOf(badge).name}
              </Text>
              {fresh.length === 1 && <Text size="sm">{textsOf(badge).description}</Text>}
            </li>
          ))}
        </ul>
        <Group gap="md">
          {more > 0 && <Text>{t('fresh.more', { count: more })}</Text>}
          <Button onClick={() => see.mutate(fresh.map(({ id }) => id))}>{t('fresh.thanks')}</Button>
        </Group>
      </div>
    </Card>
  );
}

/** They are seen at once here, and the server learns of it. */
function useSeeBadges() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: badges.markSeen,
    onMutate: (ids: readonly string[]) => {
      client.setQueryData<BadgeWall>(
        badgesKey,
        (wall) =>
          wall && {
            ...wall,
            earned: wall.earned.map((badge) => (ids.includes(badge.id) ? { ...badge, seen: true } : badge)),
          },
      );
      // the button is gone: the page's heading takes over
      document.querySelector('h1')?.focus();
    },
  });
}
