import type { Card } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { spokenAddress } from '../../../shared/join-address.ts';
import { Mark } from '../../../shared/mark.tsx';
import { QrCode } from '../../../shared/qr-code.tsx';
import classes from './cards.module.css';
import { linkAt } from './sheets.ts';

interface PupilCardProps {
  card: Card;
  className: string;
  address: string;
}

export function PupilCard({ card: { name, username, link, consent }, className, address }: PupilCardProps) {
  const { t } = useTranslation('classes');
  return (
    <li className={classes.card}>
      <QrCode text={linkAt(link, address)} label={t('cards.qr', { name })} className={classes.qr} />
      <div className={classes.text}>
        <p className={classes.head}>
          <Mark size={18} /> <bdi>{className}</bdi>
        </p>
        <p className={classes.name}>
          <bdi>{name}</bdi>
        </p>
        <p className={classes.login}>
          {t('cards.username')}: <strong>{username}</strong>
        </p>
        <p className={classes.how}>{t('cards.how', { address: spokenAddress(address) })}</p>
        {consent === 'missing' && <p className={classes.how}>{t('cards.needsConsent')}</p>}
      </div>
    </li>
  );
}
