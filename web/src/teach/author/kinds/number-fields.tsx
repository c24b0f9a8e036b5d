import { Group, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormPart } from '../draft.ts';

type Labels = 'value' | 'tolerance' | 'min' | 'max' | 'stepSize' | 'band' | 'edge' | 'most' | 'words';

/** A number of the spec; an emptied field is none yet. */
export function SpecNumber({
  part: { draft, change, fault },
  name,
  label = name as Labels,
  ...limits
}: {
  part: FormPart;
  name: string;
  label?: Labels;
  min?: number;
  max?: number;
}) {
  const { t } = useTranslation('author');
  const value = draft.spec[name];
  return (
    <NumberInput
      flex="1 1 8rem"
      label={t(`question.${label}`)}
      value={Number.isNaN(value) ? '' : value}
      error={fault(`spec.${name}`)}
      hideControls
      {...limits}
      onChange={(next) =>
        change({ spec: { ...draft.spec, [name]: typeof next === 'number' ? next : Number.NaN } })
      }
    />
  );
}

export function UnitField({ draft, change, fault }: FormPart) {
  const { t } = useTranslation('author');
  return (
    <TextInput
      flex="1 1 6rem"
      label={t('question.unit')}
      value={draft.spec.unit ?? ''}
      error={fault('spec.unit')}
      maxLength={20}
      onChange={({ currentTarget: { value } }) => change({ spec: { ...draft.spec, unit: value } })}
    />
  );
}

export function NumericFields(part: FormPart) {
  return (
    <Group align="flex-start">
      <SpecNumber part={part} name="value" />
      <SpecNumber part={part} name="tolerance" min={0} />
      <UnitField {...part} />
    </Group>
  );
}

export function SliderFields(part: FormPart) {
  return (
    <>
      <Group align="flex-start">
        <SpecNumber part={part} name="min" />
        <SpecNumber part={part} name="max" />
        <SpecNumber part={part} name="step" label="stepSize" />
        <UnitField {...part} />
      </Group>
      <Group align="flex-start">
        <SpecNumber part={part} name="value" />
        <SpecNumber part={part} name="band" min={0} />
        <SpecNumber part={part} name="edge" min={0} />
      </Group>
      <BandPicture {...part} />
    </>
  );
}

/** Where points are full, where they fall, and where there are none. */
export function BandPicture({ draft: { spec } }: Pick<FormPart, 'draft'>) {
  const { t } = useTranslation('author');
  const { min, max, value, band, edge } = spec;
  if ([min, max, value, band, edge].some(Number.isNaN) || min >= max) return null;
  const at = (place: number) => (Math.min(max, Math.max(min, place)) - min) / (max - min);
  const across = (from: number, to: number) => ({ x: at(from) * 300, width: (at(to) - at(from)) * 300 });
  return (
    <svg
      viewBox="0 0 300 24"
      width="100%"
      height="24"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('question.bandPicture', {
        from: Math.max(min, value - band),
        to: Math.min(max, value + band),
        none: Math.max(min, value - edge),
        over: Math.min(max, value + edge),
      })}
    >
      <rect y="8" width="300" height="8" rx="4" fill="var(--line)" />
      <rect y="5" height="14" fill="var(--caution)" opacity="0.45" {...across(value - edge, value + edge)} />
      <rect y="5" height="14" fill="var(--right)" {...across(value - band, value + band)} />
      <rect y="0" height="24" width="3" x={at(value) * 297} fill="var(--text, currentColor)" />
    </svg>
  );
}
