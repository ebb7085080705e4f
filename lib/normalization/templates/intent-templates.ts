import type { CreateIntentInput } from '../intents/schema'

/** An intent as many teams need it; a start, to be set right on its own page. */
type IntentTemplate = CreateIntentInput & { title: string; phrasings: string[] }

export type TemplatePack = { id: string; title: string; about: string; intents: IntentTemplate[] }

const order = {
  name: 'order_id',
  type: 'order_id' as const,
  required: true,
  answer_determining: false,
}

export const templatePacks: readonly TemplatePack[] = [
  {
    id: 'shop',
    title: 'Online shop',
    about: 'Orders, deliveries, returns.',
    intents: [
      {
        key: 'track_order',
        title: 'Where is my order?',
        risk: 'low',
        slots: [order],
        phrasings: [
          'where is my order 12345',
          'track order #88231',
          'what is the status of order 55120',
          'when will order 90012 arrive',
          'has parcel 31337 left the warehouse',
        ],
      },
      {
        key: 'cancel_order',
        title: 'Cancel an order',
        risk: 'medium',
        slots: [order],
        phrasings: [
          'cancel order 12345',
          'I need to cancel my order #67890',
          'please stop the shipment of order 55821',
          'how do I cancel purchase 40021',
          'I no longer want order 77120',
        ],
      },
      {
        key: 'return_item',
        title: 'Return an item',
        risk: 'low',
        phrasings: [
          'how do I return an item',
          'can I send back something I bought last week',
          'I want to return these shoes',
          'what is the return policy',
          'where do I find a return label',
        ],
      },
      {
        key: 'refund_status',
        title: 'Where is my refund?',
        risk: 'low',
        phrasings: [
          'where is my refund',
          'when do I get my money back',
          'how long does a refund take',
          'my refund has not arrived yet',
          'has my refund been paid out',
        ],
      },
      {
        key: 'shipping_costs',
        title: 'What does shipping cost?',
        risk: 'low',
        phrasings: [
          'how much is shipping',
          'what are the delivery charges',
          'do you ship for free',
          'what does express delivery cost',
          'is there a minimum for free shipping',
        ],
      },
    ],
  },
  {
    id: 'software',
    title: 'Software product',
    about: 'Accounts, plans, invoices.',
    intents: [
      {
        key: 'reset_password',
        title: 'Reset a password',
        risk: 'medium',
        phrasings: [
          'I forgot my password',
          'how do I reset my password',
          'the password reset mail does not arrive',
          'I cannot log in because I lost my password',
          'change my password please',
        ],
      },
      {
        key: 'change_plan',
        title: 'Change the plan',
        risk: 'low',
        phrasings: [
          'how do I upgrade my plan',
          'switch me to a smaller subscription plan',
          'can I downgrade to the free plan',
          'what happens when I change plans',
          'upgrade to the team plan',
        ],
      },
      {
        key: 'cancel_subscription',
        title: 'Cancel the subscription',
        risk: 'medium',
        phrasings: [
          'cancel my subscription',
          'how do I end my membership',
          'I do not want to renew my subscription',
          'stop my subscription at the end of the month',
          'where can I terminate my contract',
        ],
      },
      {
        key: 'download_invoice',
        title: 'Get an invoice',
        risk: 'low',
        phrasings: [
          'where can I download my invoice',
          'I need an invoice for my accounting',
          'send me last month’s bill as a PDF',
          'how do I get a receipt for my payment',
          'invoices are missing from my account',
        ],
      },
      {
        key: 'invite_teammate',
        title: 'Invite a teammate',
        risk: 'low',
        phrasings: [
          'how do I invite a colleague',
          'add another user to our team',
          'can a coworker get access to our workspace',
          'invite a teammate by email',
          'how many people can join our account',
        ],
      },
    ],
  },
  {
    id: 'services',
    title: 'Shops and services on site',
    about: 'Opening hours, appointments, contact.',
    intents: [
      {
        key: 'opening_hours',
        title: 'When are you open?',
        risk: 'low',
        phrasings: [
          'what are your opening hours',
          'when do you open on Saturday',
          'are you open on Sundays',
          'until when are you open today',
          'do you close for lunch',
        ],
      },
      {
        key: 'book_appointment',
        title: 'Book an appointment',
        risk: 'low',
        phrasings: [
          'I would like to book an appointment',
          'can I make an appointment for next week',
          'how do I reserve a slot',
          'do I need an appointment',
          'schedule a visit please',
        ],
      },
      {
        key: 'talk_to_person',
        title: 'Talk to a person',
        risk: 'low',
        phrasings: [
          'I want to talk to a human',
          'connect me to an agent',
          'can I speak with somebody from support',
          'is there a phone number I can call',
          'stop the bot and give me a real person',
        ],
      },
    ],
  },
]
