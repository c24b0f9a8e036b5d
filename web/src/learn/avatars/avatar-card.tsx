import { Button, Skeleton, Text } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AvatarPicture } from '../../desk/progress/avatar-picture.tsx';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import classes from './avatars.module.css';
import { useAvatars, usePriceText } from './use-avatars.ts';

/** Who one is, what one has, and the way to the avatar room. */
export function AvatarCard() {
  const { t } = useTranslation('avatars');
  const priceText = usePriceText();
  return (
    <Card title={t('card.title')} Icon={IconMoodSmile}>
      <QueryView query={useAvatars()} skeleton={<Skeleton height={96} />}>
        {({ avatars, worn, coins, keys }) => {
          const avatar = avatars.find(({ id }) => id === worn);
          return (
            <div className={classes.me}>
              {avatar && <AvatarPicture picture={avatar.picture} size={96} />}
              <div>
                <Text fw={650}>{avatar ? t('card.worn', { name: avatar.name }) : t('card.none')}</Text>
                <Text c="dimmed">{t('purse', { price: priceText({ coins, keys }) })}</Text>
              </div>
            </div>
          );
        }}
      </QueryView>
      <Button component={Link} to="/home/avatars" variant="default" size="lg">
        {t('card.go')}
      </Button>
    </Card>
  );
}
