import type { SafetyCase } from './case'
import type { Random } from './random'

const openings = [
  '',
  'Thanks for getting in touch. ',
  'Happy to help! ',
  'Hello, ',
  'We’re sorry to hear that. ',
  'Good question. ',
]
const bodies = [
  'To cancel order {{order_id}}, open Orders in your account, choose the order and select “Cancel”.',
  'You can follow order {{order_id}} at https://acme.com/orders/{{order_id}}; updates appear within 24 hours.',
  'Returns are free within 30 days. Print the label at acme.com/returns and hand in the parcel at any drop-off point.',
  'Refunds reach your bank 5–7 business days after we receive the item; ${{amount}} goes back to the card you paid with.',
  'Shipping costs $4.99 (free over $50). Express is $12.50; see https://help.acme.com/shipping#prices.',
  'To change the delivery address, go to Settings → Addresses → Edit. Orders that have left the warehouse can’t be changed.',
  '1. Open the app (version 4.2.1 or newer).\n2. Tap Profile > Security.\n3. Choose "Reset password" and follow the e-mail.',
  'Once your refund has been processed, you will see {{amount}} on your statement.',
  'If your parcel has not arrived by {{date}}, write to help@acme.com or call +1 800 555 0199 (Mon–Fri 9:00–17:30).',
  'An invoice for order {{order_id}} is under Orders > Documents. It shows VAT (19 %) and the total of ${{amount}}.',
  'Our Premium plan is €9.99 a month or €99.00 a year; you can switch at any time; no fees apply.',
  'Check that the router’s page at 192.168.0.1 opens, then restart it and wait 2 minutes.',
  'The warranty runs for 24 months from the purchase date, e.g. 2024-03-01 to 2026-02-28.',
  'Gift cards can be used for orders under $1,000.00 & don’t expire. Enter the code at checkout; it has 16 characters.',
  'Passwords need at least 12 characters, with a letter and a number. Your PIN is never asked for by us.',
  'Download the form (PDF, 120 kB) from [our help pages](https://help.acme.com/forms) and sign it.',
  'If a < b in the size table, take the larger one; sizes are 36–48. I <3 feedback: tell us what you think!',
  'You have 14 days to withdraw. Opening hours: 8 a.m.–6 p.m. (CET), 24/7 chat at https://acme.com/chat?topic=returns&lang=en.',
  'We ship to the U.S., the U.K. and the EU. Delivery takes 2-3 days; customs may add 1-2 more.',
  'Your subscription renews on {{date}}. To stop it, choose Plan → Cancel before that day.',
  'Points are worth 1 cent each: 1,500 points = $15. They are added after 30 days.',
  'For size {{size}}, measure around the chest: 96–100 cm. See the table (rows 3-5).',
  'Please don’t share your password or card number with anyone, including our staff.',
  'To delete your account, go to Settings > Privacy > Delete. We keep invoices for 10 years because the law asks for it.',
  '• Order before 14:00 and it ships today\n• Saturday delivery: +$3.00\n• Track it with {{tracking_id}}',
  'La commande {{order_id}} peut être annulée avant l’expédition ; le remboursement prend 5 jours.',
  'Um die Bestellung {{order_id}} zu stornieren, öffnen Sie „Meine Bestellungen“ und wählen Sie „Stornieren“.',
  'ご注文 {{order_id}} は「注文履歴」からキャンセルできます。',
  'Vous pouvez nous écrire à help@acme.com — réponse sous 24 h. 👍🏽',
  'Заказ {{order_id}} можно отменить в личном кабинете до отправки.',
  'Update the app to 5.10.3.2, clear the cache (about 200 MB) and sign in again. Error 0x80070057 should be gone.',
  'The part number is on the back (e.g. 12-3456-AB). The serial number begins with “SN”.',
  'When you cancel within 60 minutes there is no charge; after that we keep 10 % (at least $2).',
  'Sign in, select Orders, then "Return item". You’ll get a QR code; show it at the shop.',
  'Your data is stored in the EU. Read more at https://acme.com/privacy/ and https://acme.com/terms.',
  'Once we have cancelled the order you get a confirmation; if we have refunded only part of it, the rest follows.',
  'Installing takes 10–15 min. Unplug the device, press and hold the button for 5 s; release it when the light turns green.',
]
const closings = [
  '',
  ' Anything else? Just reply here.',
  ' It usually takes 1–2 business days.',
  '\n\nYour support team',
  ' Need more? See https://help.acme.com.',
  ' (Prices include tax.)',
  ' Ref. {{order_id}}.',
]

/** Answers an operator would approve, put together from hand-written parts. */
export function cleanCases(random: Random, count: number): SafetyCase[] {
  return Array.from({ length: count }, (_, i) => ({
    text: random.pick(openings) + bodies[i % bodies.length]! + random.pick(closings),
    kind: 'clean' as const,
    slice: 'clean template',
  }))
}
