import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

const minimumLength = 12

/** How many characters a new password still lacks; 0 or less when it is long enough. */
export function missingCharacters(password: string): number {
  return minimumLength - password.length
}

type NewPasswordFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  error: string | undefined
  autoFocus?: boolean
}

/** A password that is being chosen, with what it still lacks. */
export function NewPasswordField({ label, value, onChange, error, autoFocus }: NewPasswordFieldProps) {
  const missing = missingCharacters(value)
  return (
    <Field
      label={label}
      error={error}
      hint={
        value && missing > 0
          ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
          : `At least ${minimumLength} characters. A sentence works well; common passwords are refused.`
      }
    >
      {(control) => (
        <Input
          {...control}
          type="password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="new-password"
          required
          minLength={minimumLength}
          maxLength={200}
          autoFocus={autoFocus}
          className="h-10"
        />
      )}
    </Field>
  )
}
