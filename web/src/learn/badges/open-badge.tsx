import { Progress, Text } from '@mantine/core';
import type { OpenBadge as Open } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import classes from '../../desk/badges/badges.module.css';
import { Emblem } from '../../desk/badges/emblem.tsx';
import { useBadgeTexts, useSoFar } from '../../desk/badges/use-badges.ts';
import { useRegion } from '../../desk/language.ts';
import { useNumber } from '../../desk/percent.ts';
import { usePriceText } from '../avatars/use-avatars.ts';

export function OpenBadge({ badge }: { badge: Open }) {
  const { t } = useTranslation('badges');
  const { name, description } = useBadgeTexts()(badge);
  const soFar = useSoFar();
  const number = useNumber();
  const priceText = usePriceText();
  const list = new Intl.ListFormat(useRegion());
  const { xp, coins, keys, value, target, category, rarity } = badge;
  const brings = [
    ...(xp > 0 ? [t('xp', { xp: number(xp) })] : []),
    ...(coins + keys > 0 ? [priceText({ coins, keys })] : []),
  ];
  return (
    <li className={classes.badge}>
      <Emblem badge={badge} earned={false} />
      <div className={classes.words}>
        <Text fw={700}>{name}</Text>
        <Text size="sm">{description}</Text>
        <Progress size="md" radius="xl" value={(100 * value) / target} aria-hidden />
        <Text size="sm" fw={600}>
          {soFar(badge)}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`category.${category}`)} · {t(`rarity.${rarity}`)}
          {brings.length > 0 && <> · {t('brings', { what: list.format(brings) })}</>}
        </Text>
      </div>
    </li>
  );
}
