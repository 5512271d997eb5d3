package interview

// englishQuestions asks in English: short names a fact, question asks for it, why says
// in a line what it is for, help how to find the answer.
var englishQuestions = map[string]string{
	"short.government_arrears":    "Past-due support owed to the government",
	"question.government_arrears": "How much past-due child support do you owe the government?",
	"why.government_arrears":      "Principal and interest together. The program can reduce only this debt, never what you owe the family.",
	"help.government_arrears":     "Support is owed to the government for the time when your children received cash aid or were in foster care. Your statement of account shows it, and the agency can tell you. If you owe the government nothing, answer 0. If you have several cases, give the sum.",

	"short.government_interest":    "Interest in the debt to the government",
	"question.government_interest": "How much of the {government} you owe the government is interest?",
	"why.government_interest":      "Only the rest, the principal, grows by interest.",
	"help.government_interest":     "Your statement of account shows principal and interest apart. If it does not, say that you do not know: both extremes are then tried.",

	"short.government_permanent":    "Permanently assigned or for foster care",
	"question.government_permanent": "How much of the {government} is permanently assigned to the government, or for foster care?",
	"why.government_permanent":      "Principal and interest together. Only this part can be reduced.",
	"help.government_permanent":     "Support from the time when your children received cash aid is usually permanently assigned; your statement may show it as PAA, and foster care as FC. If you know of no other debt to the government, give the whole amount. Temporarily assigned support (TAA) does not count.",

	"short.family_arrears":    "Past-due support owed to the family",
	"question.family_arrears": "How much past-due support do you owe the family?",
	"why.family_arrears":      "Principal and interest together. The program does not reduce it; it must be paid in full.",
	"help.family_arrears":     "This is support owed to the parent or caregiver of your children, spousal and medical support included. If you owe the family nothing, answer 0. If you have several cases, give the sum.",

	"short.family_interest":    "Interest in the debt to the family",
	"question.family_interest": "How much of the {family} you owe the family is interest?",
	"why.family_interest":      "Only the rest, the principal, grows by interest.",
	"help.family_interest":     "Your statement of account shows principal and interest apart. If it does not, say that you do not know: both extremes are then tried.",

	"short.only_income_exempt":    "Only income exempt from collection",
	"question.only_income_exempt": "Is your only income Social Security or SSI, CAPI, or veterans' disability benefits?",
	"why.only_income_exempt":      "Past-due support is usually not collected from people who have no other income.",
	"help.only_income_exempt":     "CAPI is the Cash Assistance Program for Immigrants. Answer no if you also have wages or any other income.",

	"short.current_support":    "Current support a month",
	"question.current_support": "How much current child support are you ordered to pay each month?",
	"why.current_support":      "The support that falls due each month, without any payment on past-due support. If no order is in force now, answer 0.",
	"help.current_support":     "The amount is in your latest court order. If you have several cases, give the sum.",

	"short.support_paid":    "Current support of the last months paid",
	"question.support_paid": "Was the current support of each month from {from} to {to} paid in full by the end of that month?",
	"why.support_paid":      "The program looks at the last {compliance} before the application.",
	"help.support_paid":     "Count what was withheld from your wages. Answer no if in any of these months something was still unpaid on its last day.",

	"short.net_monthly_income":    "Net income a month",
	"question.net_monthly_income": "How much income do you have a month, after taxes?",
	"why.net_monthly_income":      "What you can pay is worked out from it.",
	"help.net_monthly_income":     "Add up what you take home: wages, unemployment or other benefits, and anything else that comes in regularly. Do not take off child support that is withheld from your wages. If you have no income, answer 0.",

	"short.monthly_expenses":    "Expenses a month",
	"question.monthly_expenses": "How much do you spend a month to live?",
	"why.monthly_expenses":      "Rent, food, transport, health, child care. Leave out child support.",
	"help.monthly_expenses":     "If you do not know, {share} of your income is taken to be free for support. That is an assumption.",

	"short.assets":    "Assets",
	"question.assets": "How much are your savings and the other things you could sell worth?",
	"why.assets":      "Money in accounts, vehicles, land. They can pay a part at once.",
	"help.assets":     "The law lets you keep some things, and they do not count; the agency can tell you which. If you are not sure, count them. If you have nothing of value, answer 0.",

	"short.cp_state":    "State where the other parent lives",
	"question.cp_state": "In which state does the other parent or caregiver of your children live?",
	"why.cp_state":      "Where two states handle a case, the other parent must live in {home}.",
	"help.cp_state":     "Write the two letters of the state, such as {home}. For another country, write XX. If you have several cases, answer for the one where you owe the government most.",

	"short.two_state":    "Two-state case",
	"question.two_state": "Is a child support agency of another state working on your case too?",
	"why.two_state":      "Such a case is called a two-state, or interstate, case.",
	"help.two_state":     "For example, another state may have asked this one to collect, or the other way round. Letters from another state's agency are a sign.",

	"short.coap_application":    "Last application",
	"question.coap_application": "When did you last apply for the program?",
	"why.coap_application":      "You can apply again {application_wait} after an application.",
	"help.coap_application":     "Give the date of the application, also if it was turned down. If you never applied, answer never.",

	"short.coap_rescission":    "Last cancelled agreement",
	"question.coap_rescission": "When was an agreement of yours under the program last cancelled?",
	"why.coap_rescission":      "You can apply again {rescission_wait} after an agreement was cancelled.",
	"help.coap_rescission":     "An agreement is cancelled (rescinded) when payments are missed or facts were hidden. If you never had one, or none was cancelled, answer never.",

	"short.contempt":    "Last contempt finding or conviction",
	"question.contempt": "When did a court last find you in contempt, or convict you, for not paying child support?",
	"why.contempt":      "You can apply {contempt_wait} after that.",
	"help.contempt":     "Give the date of the court's decision, the later one if there were several. If it never happened, answer never.",

	"short.intentional_nonpayment":    "Finding of intentional nonpayment",
	"question.intentional_nonpayment": "Has anyone found that you stopped paying on purpose, to get a reduction?",
	"why.intentional_nonpayment":      "Such a finding closes the program.",
	"help.intentional_nonpayment":     "Not being able to pay is no such finding. Answer yes only if a court or the agency said so.",

	"short.concealment":    "Finding of concealed income or assets",
	"question.concealment": "Has anyone found that you hid income or assets from the agency or the court?",
	"why.concealment":      "Such a finding closes the program.",
	"help.concealment":     "Answer yes only if a court or the agency said so.",

	"short.oldest_due":    "Oldest unpaid support",
	"question.oldest_due": "From what date is the oldest support that is still unpaid?",
	"why.oldest_due":      "Some measures of enforcement depend on how long support is past due. A rough date is enough.",
	"help.oldest_due":     "If you only know the month, give its first day. If you do not know, one year is assumed.",

	"short.last_payment":    "Last payment",
	"question.last_payment": "When was your last child support payment?",
	"why.last_payment":      "After a long time without a payment the agency may send a notice.",
	"help.last_payment":     "Payments withheld from wages or taken from a tax refund count. If you never paid, answer never.",
}
