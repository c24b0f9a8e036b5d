import {
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  type MantineColorSchemeManager,
  type MantineColorsTuple,
  Modal,
  Paper,
} from '@mantine/core';
import { recall } from '../shared/memory.ts';
import { chooseTheme, themes } from '../shared/theme.ts';

const lightShade = 6;
const darkShade = 3;

/** Mantine wants ten shades; what is drawn are the tokens below. */
const shades = (light: string, dark: string): MantineColorsTuple =>
  Array.from({ length: 10 }, (_, shade) =>
    shade < lightShade ? dark : light,
  ) as unknown as MantineColorsTuple;

const tokenColors = ['primary', 'right', 'caution', 'wrong'] as const;

export const theme = createTheme({
  fontFamily: 'var(--font)',
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '750',
    sizes: {
      h1: { fontSize: '1.9rem', lineHeight: '1.15' },
      h2: { fontSize: '1.5rem', lineHeight: '1.2' },
      h3: { fontSize: '1.2rem', lineHeight: '1.3' },
      h4: { fontSize: '1.05rem', lineHeight: '1.35' },
    },
  },
  fontSizes: { xs: '0.78rem', sm: '0.88rem', md: '1rem', lg: '1.1rem', xl: '1.2rem' },
  lineHeights: { md: '1.45' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'md',
  shadows: { sm: 'var(--shadow)', md: 'var(--shadow)', lg: 'var(--shadow)' },
  white: '#ffffff',
  black: '#1b1b2f',
  colors: {
    // what components take from it in the dark: text, quiet text, lines, hover, surface, page
    dark: [
      '#f3f1ea',
      '#d5d4dc',
      '#a9a8bd',
      '#85849c',
      '#3a3a52',
      '#26263a',
      '#1c1c2b',
      '#12121c',
      '#0e0e16',
      '#0b0b13',
    ],
    primary: shades('#4c3bcf', '#a79bff'),
    right: shades('#1b7a4b', '#5fd39a'),
    caution: shades('#8a5200', '#f2b824'),
    wrong: shades('#b3261e', '#ff8a80'),
  },
  primaryColor: 'primary',
  primaryShade: { light: lightShade, dark: darkShade },
  // what is filled is dark in light and light in dark, so that its text turns round as well
  variantColorResolver: (input) => ({
    ...defaultVariantColorsResolver(input),
    ...(input.variant === 'filled' && { color: 'var(--on-primary)' }),
  }),
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    Input: Input.extend({ defaultProps: { size: 'md' } }),
    InputWrapper: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Chip: { defaultProps: { size: 'md', variant: 'light' } },
    Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    Modal: Modal.extend({ defaultProps: { radius: 'lg', padding: 'lg' } }),
    Badge: Badge.extend({ styles: { root: { textTransform: 'none', letterSpacing: 0 } } }),
  },
});

const tokens: Record<string, string> = {
  '--mantine-color-body': 'var(--page)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--quiet)',
  '--mantine-color-placeholder': 'var(--quiet)',
  '--mantine-color-error': 'var(--wrong)',
  '--mantine-color-anchor': 'var(--primary)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-gray-light': 'var(--sunken)',
  '--mantine-color-gray-light-color': 'var(--quiet)',
  ...Object.fromEntries(
    tokenColors.flatMap((name) => [
      [`--mantine-color-${name}-filled`, `var(--${name})`],
      [`--mantine-color-${name}-filled-hover`, `color-mix(in srgb, var(--${name}) 88%, black)`],
      [`--mantine-color-${name}-light`, `var(--${name}-soft)`],
      [`--mantine-color-${name}-light-hover`, `var(--${name}-soft)`],
      [`--mantine-color-${name}-light-color`, `var(--${name})`],
      [`--mantine-color-${name}-outline`, `var(--${name})`],
      [`--mantine-color-${name}-text`, `var(--${name})`],
    ]),
  ),
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: tokens,
  dark: tokens,
});

/** One choice of light or dark for all pages of Tutti in this browser. */
export const colorSchemeManager: MantineColorSchemeManager = {
  get: (otherwise) => themes.find((theme) => theme === recall('theme')) ?? otherwise,
  set: chooseTheme,
  subscribe() {},
  unsubscribe() {},
  clear: () => chooseTheme('auto'),
};
