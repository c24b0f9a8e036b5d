import { Button, Badge as Tag, Text } from '@mantine/core';
import { IconHeart, IconHeartFilled, IconShirt } from '@tabler/icons-react';
import type { EarnedBadge as Earned } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import classes from '../../desk/badges/badges.module.css';
import { Emblem } from '../../desk/badges/emblem.tsx';
import { useBadgeTexts } from '../../desk/badges/use-badges.ts';
import { useDay } from '../../desk/dates.ts';

interface EarnedBadgeProps {
  badge: Earned;
  isBusy: boolean;
  onChange(change: Pick<Earned, 'equipped' | 'favourite'>): void;
}

export function EarnedBadge({ badge, isBusy, onChange }: EarnedBadgeProps) {
  const { t } = useTranslation('badges');
  const { name, description } = useBadgeTexts()(badge);
  const day = useDay();
  const { equipped, favourite, category, rarity, earnedAt } = badge;
  return (
    <li className={classes.badge} data-worn={equipped}>
      <Emblem badge={badge} />
      <div className={classes.words}>
        <Text fw={700}>{name}</Text>
        <Text size="sm">{description}</Text>
        <Text size="sm" c="dimmed">
          {t(`category.${category}`)} · {t(`rarity.${rarity}`)} · {t('earned.on', { day: day(earnedAt) })}
        </Text>
        {equipped && (
          <div className={classes.marks}>
            <Tag color="primary" leftSection={<IconShirt size={14} aria-hidden />}>
              {t('earned.worn')}
            </Tag>
          </div>
        )}
      </div>
      <div className={classes.actions}>
        <Button
          variant="default"
          disabled={isBusy}
          aria-label={t(equipped ? 'takeOffOf' : 'wearOf', { name })}
          onClick={() => onChange({ equipped: !equipped, favourite })}
        >
          {t(equipped ? 'takeOff' : 'wear')}
        </Button>
        <Button
          variant="subtle"
          disabled={isBusy}
          aria-pressed={favourite}
          aria-label={t('favourOf', { name })}
          leftSection={
            favourite ? <IconHeartFilled size={20} aria-hidden /> : <IconHeart size={20} aria-hidden />
          }
          onClick={() => onChange({ equipped, favourite: !favourite })}
        >
          {t('favour')}
        </Button>
      </div>
    </li>
  );
}
