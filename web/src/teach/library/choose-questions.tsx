import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import classes from './choose-questions.module.css';
import { type Choice, changed, moved } from './question-choice.ts';
import { secondsToChooseFrom } from './session-settings.ts';

interface ChooseQuestionsProps {
  choices: readonly Choice[];
  /** The questions as the mission has them. */
  all: readonly Choice[];
  /** Points are the teacher's own figures. */
  custom: boolean;
  /** Questions have a clock. */
  timed: boolean;
  onChange: (choices: Choice[]) => void;
}

/** Which of the mission's questions are asked, in which order, how long, and for how many points. */
export function ChooseQuestions({ choices, all, custom, timed, onChange }: ChooseQuestionsProps) {
  const { t } = useTranslation(['powers', 'teach', 'account']);
  const [open, setOpen] = useState(false);
  const asked = choices.filter((choice) => choice.asked).length;
  return (
    <>
      <Button variant="default" leftSection={<IconListCheck aria-hidden />} onClick={() => setOpen(true)}>
        {t('choose.button')}
      </Button>
      <Text size="sm" c="dimmed">
        {asked === all.length
          ? t('choose.all', { count: asked })
          : t('choose.some', { count: asked, of: all.length })}
      </Text>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('choose.title')}
        closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
        size="xl"
      >
        <Stack>
          <Text>{t('choose.body')}</Text>
          {asked === 0 && <Alert color="caution">{t('choose.none')}</Alert>}
          <ol className={classes.list}>
            {choices.map((choice, index) => (
              <Row
                key={choice.questionId}
                choice={choice}
                custom={custom}
                timed={timed}
                isFirst={index === 0}
                isLast={index === choices.length - 1}
                onChange={(part) => onChange(changed(choices, index, part))}
                onMove={(by) => onChange(moved(choices, index, by))}
              />
            ))}
          </ol>
          <Group justify="space-between">
            <Button variant="default" onClick={() => onChange([...all])}>
              {t('choose.everything')}
            </Button>
            <Button disabled={asked === 0} onClick={() => setOpen(false)}>
              {t('choose.done')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

interface RowProps {
  choice: Choice;
  custom: boolean;
  timed: boolean;
  isFirst: boolean;
  isLast: boolean;
  onChange: (part: Partial<Choice>) => void;
  onMove: (by: 1 | -1) => void;
}

function Row({ choice, custom, timed, isFirst, isLast, onChange, onMove }: RowProps) {
  const { t } = useTranslation(['powers', 'teach']);
  const prompt = plainText(choice.prompt);
  return (
    <li className={classes.row} data-out={!choice.asked || undefined}>
      <Checkbox
        checked={choice.asked}
        label={prompt}
        aria-label={t('choose.use', { prompt })}
        onChange={({ currentTarget: { checked } }) => onChange({ asked: checked })}
        className={classes.prompt}
      />
      {timed && (
        <NativeSelect
          aria-label={t('choose.seconds', { prompt })}
          value={choice.seconds ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange({ seconds: value === '' ? null : Number(value) })
          }
          data={[
            { value: '', label: t('choose.usual') },
            ...secondsToChooseFrom.map((count) => ({
              value: String(count),
              label: t('teach:start.timeSeconds', { count }),
            })),
          ]}
        />
      )}
      {custom && (
        <NumberInput
          aria-label={t('choose.worth', { prompt })}
          className={classes.worth}
          value={choice.worth ?? ''}
          placeholder="1000"
          min={0}
          max={10_000}
          step={100}
          allowDecimal={false}
          clampBehavior="strict"
          hideControls
          onChange={(value) => onChange({ worth: typeof value === 'number' ? value : null })}
        />
      )}
      <ActionIcon
        variant="default"
        size={44}
        aria-label={t('choose.up', { prompt })}
        disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={44}
        aria-label={t('choose.down', { prompt })}
        disabled={isLast}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={20} aria-hidden />
      </ActionIcon>
    </li>
  );
}
