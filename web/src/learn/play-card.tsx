import { Button, Text, TextInput } from '@mantine/core';
import { IconDeviceGamepad2 } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../desk/shell/card.tsx';
import classes from './learn.module.css';

/** The player's page is another one: it asks under which name to play. */
export function PlayCard({ waits, isNext }: { waits?: boolean; isNext: boolean }) {
  const { t } = useTranslation('learn');
  const [pin, setPin] = useState('');
  const [short, setShort] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pin.length === 6) window.location.assign(`/j/${pin}`);
    else setShort(true);
  }

  return (
    <Card title={t('play.title')} Icon={IconDeviceGamepad2} {...(isNext && { tone: 'primary', wide: true })}>
      {waits && <Text>{t('play.asGuest')}</Text>}
      <form className={classes.pin} onSubmit={submit} noValidate>
        <TextInput
          label={t('play.pin')}
          value={pin}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          size="lg"
          error={short && t('play.short')}
          onChange={(event) => {
            setPin(event.currentTarget.value.replace(/\D/g, '').slice(0, 6));
            setShort(false);
          }}
        />
        <Button type="submit" size="lg" variant={isNext ? 'filled' : 'default'}>
          {t('play.submit')}
        </Button>
      </form>
    </Card>
  );
}
