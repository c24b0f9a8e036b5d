import { Button, Text } from '@mantine/core';
import type { Avatar, Price } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { AvatarPicture } from '../../desk/progress/avatar-picture.tsx';
import classes from './avatars.module.css';
import { usePriceText } from './use-avatars.ts';

interface TileProps {
  avatar: Avatar;
  purse: Price;
  isWorn: boolean;
  isBusy: boolean;
  onWear(id: string | null): void;
  onBuy(avatar: Avatar, price: Price): void;
}

export function AvatarTile(props: TileProps) {
  const { avatar, isWorn } = props;
  return (
    <li className={classes.tile} data-worn={isWorn} data-owned={avatar.owned}>
      <AvatarPicture picture={avatar.picture} size={112} />
      <Text fw={650}>{avatar.name}</Text>
      <div className={classes.action}>{avatar.owned ? <Wear {...props} /> : <Get {...props} />}</div>
    </li>
  );
}

function Wear({ avatar: { id, name }, isWorn, isBusy, onWear }: TileProps) {
  const { t } = useTranslation('avatars');
  return (
    <>
      {isWorn && <Text size="sm">{t('worn')}</Text>}
      <Button
        variant="default"
        disabled={isBusy}
        aria-label={t(isWorn ? 'takeOffOf' : 'wearOf', { name })}
        onClick={() => onWear(isWorn ? null : id)}
      >
        {t(isWorn ? 'takeOff' : 'wear')}
      </Button>
    </>
  );
}

/** What leads to an avatar that one does not have. */
function Get({ avatar, purse, isBusy, onBuy }: TileProps) {
  const { t } = useTranslation('avatars');
  const priceText = usePriceText();
  const { unlock } = avatar;
  if (unlock.type === 'default') return null;
  if (unlock.type === 'level') return <Text size="sm">{t('level', { level: unlock.level })}</Text>;
  if (unlock.type === 'badge')
    return <Text size="sm">{unlock.badge ? t('badge', { badge: unlock.badge }) : t('someBadge')}</Text>;
  if (unlock.type === 'seasonal') {
    const { season, level } = unlock;
    return <Text size="sm">{season ? t('seasonal', { season, level }) : t('someSeason', { level })}</Text>;
  }
  const { coins, keys } = unlock;
  const missing = { coins: Math.max(0, coins - purse.coins), keys: Math.max(0, keys - purse.keys) };
  const price = priceText({ coins, keys });
  if (missing.coins + missing.keys > 0)
    return <Text size="sm">{t('missing', { price, missing: priceText(missing) })}</Text>;
  return (
    <Button
      disabled={isBusy}
      aria-label={t('buyOf', { name: avatar.name, price })}
      onClick={() => onBuy(avatar, { coins, keys })}
    >
      {t('buy', { price })}
    </Button>
  );
}
