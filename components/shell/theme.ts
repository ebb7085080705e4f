export const themeCookie = 'l0_theme'
export type Theme = 'system' | 'light' | 'dark'

export function themeOf(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/**
 * Applies a theme at once and remembers it for a year. The server reads the cookie and writes
 * `data-theme` itself, so that no page flashes and no inline script is needed.
 */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax${secure}`
}

export function currentTheme(): Theme {
  return themeOf(document.documentElement.dataset.theme)
}
