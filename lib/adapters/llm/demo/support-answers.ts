/** One thing the demo shop's customers ask. `{id}` stands for what they name: an order, an invoice, … */
export type DemoIntent = {
  key: string
  /** All of one of these groups must occur (as word beginnings). */
  words: string[][]
  answer: string
  /** Said instead when the question names nothing. */
  withoutId?: string
}

/** In this order: the first whose words occur answers. */
export const demoIntents: DemoIntent[] = [
  {
    key: 'get_refund',
    words: [['refund'], ['money', 'back']],
    answer:
      'Refunds for order {id} go back to the payment method you used. They are issued within 5 business days after the returned parcel reaches us. You can follow the state of the refund under Account > Orders.',
    withoutId:
      'Refunds go back to the payment method you used. They are issued within 5 business days after the returned parcel reaches us. You can follow the state of the refund under Account > Orders.',
  },
  {
    key: 'return_item',
    words: [['return'], ['send', 'back'], ['exchange']],
    answer:
      'You can return items from order {id} within 30 days of delivery. Open Account > Orders, choose the order, select "Return items" and print the prepaid label. Drop the parcel at any carrier shop.',
    withoutId:
      'You can return items within 30 days of delivery. Open Account > Orders, choose the order, select "Return items" and print the prepaid label. Drop the parcel at any carrier shop.',
  },
  {
    key: 'cancel_order',
    words: [['cancel', 'order'], ['cancel', 'purchase'], ['stop', 'ship'], ['stop', 'order'], ['cancel']],
    answer:
      'To cancel order {id}, open Account > Orders, choose order {id} and select "Cancel order". This works until the parcel is handed to the carrier. If it has already shipped, refuse the delivery or return it free of charge within 30 days.',
    withoutId:
      'To cancel an order, open Account > Orders, choose the order and select "Cancel order". This works until the parcel is handed to the carrier. If it has already shipped, you can return it free of charge within 30 days.',
  },
  {
    key: 'change_address',
    words: [
      ['change', 'address'],
      ['update', 'address'],
      ['wrong', 'address'],
      ['different', 'address'],
    ],
    answer:
      'You can change the delivery address of order {id} until it is packed: open Account > Orders, choose order {id} and select "Change address".',
    withoutId:
      'You can change a delivery address until the order is packed: open Account > Orders, choose the order and select "Change address". Your default address is under Account > Addresses.',
  },
  {
    key: 'track_order',
    words: [
      ['track'],
      ['where', 'order'],
      ['where', 'package'],
      ['where', 'parcel'],
      ['status', 'order'],
      ['when', 'arrive'],
    ],
    answer:
      'You can follow order {id} under Account > Orders: choose order {id} and select "Track". The link works as soon as the carrier has scanned the parcel, usually within 24 hours of shipping.',
    withoutId:
      'You can follow your order under Account > Orders: choose the order and select "Track". The link works as soon as the carrier has scanned the parcel, usually within 24 hours of shipping.',
  },
  {
    key: 'damaged_item',
    words: [['damaged'], ['broken'], ['defect'], ['faulty'], ['cracked']],
    answer:
      'We are replacing damaged items free of charge. Open Account > Orders, choose order {id}, select "Report a problem" and add a photo. The replacement ships within 2 business days.',
    withoutId:
      'We are replacing damaged items free of charge. Open Account > Orders, choose the order, select "Report a problem" and add a photo. The replacement ships within 2 business days.',
  },
  {
    key: 'missing_item',
    words: [['missing'], ['incomplete'], ['wrong', 'item']],
    answer:
      'Orders sometimes arrive in several parcels. Check the parcels of order {id} under Account > Orders. If something is still missing after the last one, select "Report a problem" and we send it at once.',
    withoutId:
      'Orders sometimes arrive in several parcels. Check the parcels of the order under Account > Orders. If something is still missing after the last one, select "Report a problem" and we send it at once.',
  },
  {
    key: 'get_invoice',
    words: [['invoice'], ['receipt'], ['bill']],
    answer:
      'The invoice {id} can be downloaded as PDF under Account > Orders > Documents. Invoices are available as soon as the order has shipped.',
    withoutId:
      'Invoices can be downloaded as PDF under Account > Orders > Documents. They are available as soon as the order has shipped.',
  },
  {
    key: 'shipping_cost',
    words: [
      ['shipping', 'cost'],
      ['delivery', 'cost'],
      ['shipping', 'fee'],
      ['how much', 'shipping'],
      ['free', 'shipping'],
    ],
    answer: 'Standard delivery costs $4.90 and is free for orders over $50. Express delivery costs $9.90.',
  },
  {
    key: 'delivery_time',
    words: [
      ['how long', 'deliver'],
      ['delivery', 'time'],
      ['how long', 'ship'],
      ['when', 'deliver'],
    ],
    answer:
      'Standard delivery takes 2 to 4 business days, express delivery 1 business day. Orders placed before 2 pm ship the same day.',
  },
  {
    key: 'reset_password',
    words: [['password'], ['log', 'in'], ['sign', 'in'], ['locked', 'account']],
    answer:
      'Select "Forgot password?" on the sign-in page and enter your e-mail address. The link in the message is valid for one hour. If no message arrives, check your spam folder.',
  },
  {
    key: 'payment_methods',
    words: [['payment', 'method'], ['pay', 'with'], ['how', 'pay'], ['paypal'], ['credit', 'card']],
    answer:
      'We accept Visa, Mastercard, American Express, PayPal and bank transfer. Your card is charged when the order ships.',
  },
  {
    key: 'opening_hours',
    words: [
      ['opening', 'hours'],
      ['open', 'today'],
      ['business', 'hours'],
      ['when', 'open'],
    ],
    answer:
      'Our support team is available Monday to Friday from 8 am to 6 pm and Saturday from 9 am to 1 pm.',
  },
  {
    key: 'contact_support',
    words: [
      ['human'],
      ['agent'],
      ['contact'],
      ['speak', 'someone'],
      ['phone', 'number'],
      ['customer', 'service'],
    ],
    answer:
      'You can reach our support team by chat under Help > Contact, Monday to Friday from 8 am to 6 pm.',
  },
  {
    key: 'delete_account',
    words: [
      ['delete', 'account'],
      ['close', 'account'],
      ['remove', 'account'],
    ],
    answer:
      'You can delete your account under Account > Settings > Delete account. Orders that are still under way are delivered first; after that your personal data is erased within 30 days.',
  },
  {
    key: 'newsletter',
    words: [['newsletter'], ['unsubscribe'], ['marketing', 'mail']],
    answer:
      'Select "Unsubscribe" at the end of any newsletter, or switch it off under Account > Settings > Notifications.',
  },
  {
    key: 'discount_code',
    words: [['discount'], ['voucher'], ['coupon'], ['promo']],
    answer:
      'Enter the code in the field "Voucher" in the basket, before you choose how to pay. One code can be used per order.',
  },
]

const identifier = /#?\b(?=[A-Z0-9-]*\d)[A-Z0-9]{2,}(?:-[A-Z0-9]+)*\b/i

/** The intent of a question by its words; null when none of them fits. */
export function demoIntentOf(question: string): DemoIntent | null {
  const text = ` ${question.toLowerCase()} `
  const occurs = (word: string) => new RegExp(`\\b${word}`).test(text)
  return demoIntents.find(({ words }) => words.some((group) => group.every(occurs))) ?? null
}

/** The demo model's answer to a customer. The same question always gets the same answer. */
export function demoAnswer(question: string): string {
  const intent = demoIntentOf(question)
  if (!intent)
    return 'Thank you for your message. Our help pages answer the most common questions about orders, delivery, returns and payment. If yours is not among them, our support team is available by chat under Help > Contact.'
  const id = identifier.exec(question)?.[0].replace(/^#/, '')
  return id ? intent.answer.replaceAll('{id}', id) : (intent.withoutId ?? intent.answer)
}
